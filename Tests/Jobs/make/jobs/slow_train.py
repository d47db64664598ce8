import time

for epoch in range(1, 400):
    time.sleep(0.1)
    print(time.strftime("%Y-%m-%d %H:%M:%S"), f"epoch {epoch}/400 ppl={90 / (1 + epoch / 30):.2f}", flush=True)
