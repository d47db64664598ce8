import duckdb

con = duckdb.connect()
con.execute("create table orders as select range as id, range * 1.5 as amount, range % 7 as shop from range(5000)")
print("orders loaded:", con.execute("select count(*) from orders").fetchone()[0])
for shop in range(3):
    print(f"shop {shop}: {con.execute('select sum(amount) from orders where shop = ?', [shop]).fetchone()[0]:.1f}")
margin = con.execute("select shop, avg(amount - purchase_cost) as margin from orders group by shop").df()
print(margin)
