"""Scores every customer with the new recommender."""
import argparse
import json
import pathlib


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", required=True)
    parser.add_argument("--scores", required=True)
    args = parser.parse_args()
    model = json.loads((pathlib.Path(args.model) / "recommender.json").read_text())
    with open(pathlib.Path(args.scores) / "scores.csv", "w") as file:
        file.write("customer,score\n")
        for customer in range(model["customers"]):
            file.write(f"c{customer:03d},{model['mean'] / (customer + 1):.4f}\n")
    print(f"scored {model['customers']} customers")


if __name__ == "__main__":
    main()
