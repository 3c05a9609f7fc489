"""Classifying sequences of different lengths: pad, pack, a bidirectional LSTM, a collate_fn."""

import torch
import torch.nn as nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence
from torch.utils.data import DataLoader, Dataset

torch.manual_seed(5)


class Sentences(Dataset):
    """A sentence is positive if it has more threes than fours."""

    def __init__(self, size):
        lengths = torch.randint(2, 9, (size,)).tolist()
        self.sentences = [torch.randint(1, 6, (length,)) for length in lengths]
        self.labels = [int((s == 3).sum() > (s == 4).sum()) for s in self.sentences]

    def __len__(self):
        return len(self.sentences)

    def __getitem__(self, i):
        return self.sentences[i], self.labels[i]


def collate_batch(batch):
    batch.sort(key=lambda pair: len(pair[0]), reverse=True)
    texts, labels = zip(*batch)
    lengths = torch.tensor([len(text) for text in texts], dtype=torch.int64)
    return (
        pad_sequence(texts, batch_first=True, padding_value=0),
        lengths,
        torch.tensor(labels).float(),
    )


class LSTM(nn.Module):
    def __init__(self, vocab_size, embedding_dim, hidden_dim, n_layers, dropout):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_dim, padding_idx=0)
        self.rnn = nn.LSTM(
            embedding_dim,
            hidden_dim,
            num_layers=n_layers,
            bidirectional=True,
            dropout=dropout,
            batch_first=True,
        )
        self.fc = nn.Linear(hidden_dim * 2, 1)
        self.dropout = nn.Dropout(dropout)

    def forward(self, text, text_lengths):
        embedded = self.embedding(text)
        packed = pack_padded_sequence(embedded, text_lengths.cpu(), batch_first=True)
        packed_output, (hidden, cell) = self.rnn(packed)
        output, lengths = pad_packed_sequence(packed_output, batch_first=True)
        assert output.size(1) == lengths.max()
        return self.fc(
            self.dropout(torch.cat((hidden[-2, :, :], hidden[-1, :, :]), dim=1))
        ).squeeze(1)


def binary_accuracy(preds, y):
    rounded_preds = torch.round(torch.sigmoid(preds))
    correct = (rounded_preds == y).float()
    return correct.sum() / len(correct)


loader = DataLoader(Sentences(24), batch_size=12, collate_fn=collate_batch, shuffle=True)
model = LSTM(vocab_size=6, embedding_dim=5, hidden_dim=6, n_layers=2, dropout=0.1)
optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
criterion = nn.BCEWithLogitsLoss()
for epoch in range(3):
    epoch_loss, epoch_acc = 0, 0
    model.train()
    for text, lengths, labels in loader:
        optimizer.zero_grad()
        predictions = model(text, lengths)
        loss, acc = criterion(predictions, labels), binary_accuracy(predictions, labels)
        loss.backward()
        torch.nn.utils.clip_grad_value_(model.parameters(), 0.25)
        optimizer.step()
        epoch_loss += loss.item()
        epoch_acc += acc.item()
    loss, acc = epoch_loss / len(loader), epoch_acc / len(loader)
    print(f"Epoch: {epoch + 1:02} | Loss: {loss:.3f} | Acc: {acc * 100:.2f}%")
print(f"{sum(p.numel() for p in model.parameters() if p.requires_grad):,} trainable parameters")
print(model.embedding.weight[0].abs().sum().item(), text.shape[1] == lengths[0])
