import click


@click.command()
@click.option("--data", required=True)
@click.option("--epochs", type=click.IntRange(1, 100), required=True)
def main(data, epochs):
    click.echo(f"{data} {epochs}")


if __name__ == "__main__":
    main()
