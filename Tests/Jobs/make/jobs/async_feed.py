import asyncio
import gc


async def consume(name, queue):
    while True:
        item = await queue.get()
        if item["kind"] == "refund":
            raise LookupError(f"{name}: no rule for a refund of {item['amount']}")
        queue.task_done()


async def main():
    queue = asyncio.Queue()
    worker = asyncio.create_task(consume("posting", queue))
    for i in range(40):
        await queue.put({"kind": "refund" if i == 23 else "sale", "amount": i * 3})
    await asyncio.sleep(0.3)
    print(f"left in the queue: {queue.qsize()}")
    del worker
    gc.collect()


asyncio.run(main())
print("feed closed")
