const net = require("net");
console.log(new Date().toISOString(), "shipping 3 invoices");
const socket = net.connect(Number(process.env.PORT_STALL), "127.0.0.1", () => {
  console.log(new Date().toISOString(), "connected, waiting for the greeting of the relay");
});
socket.on("data", (data) => console.log(String(data)));
