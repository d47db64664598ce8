set -euo pipefail
echo "fetching the holiday calendar"
curl -sS --max-time 5 "http://127.0.0.1:$PORT_REFUSE/calendar.csv" -o calendar.csv
echo "rows: $(wc -l < calendar.csv)"
python train.py
