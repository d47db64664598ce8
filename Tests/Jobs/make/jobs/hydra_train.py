import hydra
from omegaconf import DictConfig


@hydra.main(version_base=None, config_path=".", config_name="hydra_train")
def main(cfg: DictConfig) -> None:
    print("optimizer", cfg.optimizer.name)
    print("reading", cfg.data.path)


if __name__ == "__main__":
    main()
