prices <- data.frame(day = 1:20, price = rnorm(20, 100))
cat("days:", nrow(prices), "\n")
volatility <- function(frame, column) {
  values <- frame[, column]
  sd(diff(log(values)))
}
cat("volatility:", volatility(prices, "price"), "\n")
cat("spread:", volatility(prices, "closing"), "\n")
