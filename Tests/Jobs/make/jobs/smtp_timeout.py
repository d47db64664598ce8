import os
import smtplib

print("report rendered, 14 pages")
with smtplib.SMTP("127.0.0.1", int(os.environ["PORT_STALL"]), timeout=3) as server:
    server.sendmail("a@fabrikam.example", ["b@fabrikam.example"], "x")
