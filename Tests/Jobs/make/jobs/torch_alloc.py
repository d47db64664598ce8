import torch

torch.set_num_threads(1)
memory = []
for layer in range(40):
    print(f"layer {layer}: {layer * 512} MiB held")
    memory.append(torch.zeros(128 << 20))
