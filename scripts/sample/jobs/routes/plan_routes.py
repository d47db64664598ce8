"""Assigns stops to vehicles, greedily."""
import argparse
import pathlib
import sys
import time


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--stops", type=int, default=60)
    parser.add_argument("--plan", required=True)
    args = parser.parse_args()
    print(f"planning routes for {args.stops} stops", flush=True)
    plan = []
    for stop in range(args.stops):
        sys.stdout.write(f"stop {stop:05d} -> vehicle ")
        sys.stdout.flush()
        time.sleep(0.03)
        vehicle = (stop * 7919) % 23
        plan.append((stop, vehicle))
        sys.stdout.write(f"{vehicle:02d} detour {(stop * 31) % 17}.{stop % 10} km\n")
        sys.stdout.flush()
    with open(pathlib.Path(args.plan) / "plan.csv", "w") as file:
        file.writelines(f"{stop},{vehicle}\n" for stop, vehicle in plan)
    print("plan complete, all stops assigned")


if __name__ == "__main__":
    main()
