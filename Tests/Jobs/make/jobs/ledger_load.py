from sqlalchemy import Column, Integer, MetaData, String, Table, create_engine, insert

engine = create_engine("sqlite://")
meta = MetaData()
ledger = Table("ledger", meta, Column("entry", Integer, primary_key=True), Column("account", String, nullable=False))
meta.create_all(engine)
with engine.begin() as connection:
    for batch in range(4):
        rows = [{"entry": batch * 100 + i - (5 if batch == 3 else 0), "account": f"A{i:03d}"} for i in range(100)]
        connection.execute(insert(ledger), rows)
        print(f"batch {batch}: {len(rows)} entries")
