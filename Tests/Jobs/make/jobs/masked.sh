echo "stage 1: cleaning"
seq 1 2000 > clean.csv
echo "stage 2: scoring"
xsv_score --in clean.csv --out scored.csv
sort -n scored.csv | tail -3 > $OUT/top/top.csv
echo "stage 3: done"
