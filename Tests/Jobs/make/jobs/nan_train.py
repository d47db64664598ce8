import torch

torch.manual_seed(1)
torch.set_num_threads(1)
x = torch.randn(256, 8) * 40
y = x.sum(1, keepdim=True) ** 2
net = torch.nn.Sequential(torch.nn.Linear(8, 64), torch.nn.ReLU(), torch.nn.Linear(64, 1))
step = torch.optim.SGD(net.parameters(), lr=0.01)
for epoch in range(1, 21):
    loss = ((net(x) - y) ** 2).mean()
    step.zero_grad()
    loss.backward()
    step.step()
    print(f"epoch {epoch:2d}  train_loss {loss.item():.4g}")
print("training finished")
