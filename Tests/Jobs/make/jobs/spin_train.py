import time

print("fitting 6 horizons", flush=True)
for horizon in range(6):
    print(time.strftime("%Y-%m-%d %H:%M:%S"), f"horizon {horizon} fitted", flush=True)
    time.sleep(0.8)
    if horizon == 2:
        while True:
            pass
