set -e
echo "preparing the environment"
python -m pip install --disable-pip-version-check --retries 1 --timeout 2 --index-url http://127.0.0.1:$PORT_REFUSE/simple "tabular-toolz==2.4.1"
python train.py
