"""The room of what is true: records, rules, figures' arithmetic and words, with no engine and no face behind them."""
