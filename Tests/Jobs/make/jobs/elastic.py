import numpy as np
import statsmodels.api as sm
import typer

app = typer.Typer()


@app.command()
def fit(regions: int = 4):
    rng = np.random.default_rng(2)
    for region in range(regions):
        y = (rng.normal(size=60) > 0).astype(float)
        x = sm.add_constant(np.column_stack([rng.normal(size=60), rng.normal(size=60)]))
        if region == 2:
            x = np.column_stack([x, x[:, 1], np.zeros(60)])
        result = sm.MNLogit(y, x).fit(disp=0) if region < 2 else invert(x)
        typer.echo(f"region {region} done")


def invert(design):
    gram = design.T @ design
    return np.linalg.inv(gram)


if __name__ == "__main__":
    app()
