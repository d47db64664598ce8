import pathlib
import tomllib

pathlib.Path("train.toml").write_text('[train]\nepochs = 10\nrate = 0,01\n')
with open("train.toml", "rb") as file:
    settings = tomllib.load(file)
print(settings)
