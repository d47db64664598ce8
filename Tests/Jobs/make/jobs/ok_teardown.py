import asyncio
import os
import pathlib


class Sink:
    def __init__(self, path):
        self.path = path

    def __del__(self):
        raise RuntimeError("sink was not closed")


async def main():
    ticker = asyncio.create_task(asyncio.sleep(60))
    try:
        await asyncio.wait_for(asyncio.shield(asyncio.sleep(5)), 0.1)
    except TimeoutError:
        print("preview timed out, using the cached one")
    for part in range(4):
        print(f"part {part + 1}/4 rendered")
    ticker.cancel()


asyncio.run(main())
(pathlib.Path(os.environ["OUT"]) / "preview" / "preview.bin").write_bytes(bytes(700))
print("preview written")
sink = Sink("x")
del sink
