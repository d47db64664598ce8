echo "uploading 3 bundles"
for bundle in a b c; do
  code=$(curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$PORT_BUSY/$bundle")
  echo "bundle $bundle: HTTP $code"
  if [ "$code" != 200 ]; then echo "giving up on $bundle"; fi
done
echo "uploads finished"
