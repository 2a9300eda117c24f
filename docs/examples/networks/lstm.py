"""An LSTM that reads an image row by row: hudes-desktop --net lstm.py:net"""

from torch import Tensor, nn


class RowReader(nn.Module):
    """(N, 1, 28, 28) → (N, 10) log-probabilities."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.lstm = nn.LSTM(28, width, batch_first=True)
        self.head = nn.Linear(width, 10)

    def forward(self, images: Tensor) -> Tensor:
        """What is left of all rows in the last state decides."""
        rows, _ = self.lstm(images.squeeze(1))
        return self.head(rows[:, -1]).log_softmax(1)


net = RowReader(width=24)  # an instance does as well; its weights are the same at every start
