"""What the first night brings: which running tasks may miss their deadline, and the measure of such judgements."""

from datetime import date

from tasks import risk_nightly


def tell(today: date) -> None:
    """As the nightly job does."""
    risk_nightly.assess(today)
    risk_nightly.backtest(today)
