"""Two recurrent nets on characters: an LSTM that classifies words, a GRU that writes them."""

import random

import torch
import torch.nn as nn
import torch.nn.functional as F

words = {
    "flower": ["rose", "tulip", "daisy", "lily", "aster", "peony", "violet", "lotus"],
    "metal": ["iron", "copper", "zinc", "nickel", "silver", "gold", "lead", "tin"],
}
categories = list(words)
letters = sorted({letter for group in words.values() for word in group for letter in word})
n_letters = len(letters) + 1


def word_to_tensor(word):
    tensor = torch.zeros(len(word), 1, n_letters)
    for i, letter in enumerate(word):
        tensor[i][0][letters.index(letter)] = 1
    return tensor


class Classifier(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.rnn = nn.LSTM(input_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)
        self.softmax = nn.LogSoftmax(dim=1)

    def forward(self, line):
        _, (hidden, _) = self.rnn(line)
        return self.softmax(self.h2o(hidden[0]))


def category_from_output(output):
    top_n, top_i = output.topk(1)
    index = top_i[0].item()
    return categories[index], index


random.seed(0)
torch.manual_seed(0)
rnn = Classifier(n_letters, 16, len(categories))
criterion = nn.NLLLoss()
optimizer = torch.optim.Adam(rnn.parameters(), lr=0.02)
losses = []
for step in range(80):
    index = random.randint(0, 1)
    category = categories[index]
    word = random.choice(words[category])
    target = torch.tensor([index], dtype=torch.long)
    output = rnn(word_to_tensor(word))
    loss = criterion(output, target)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
    if step % 20 == 19:
        guess, _ = category_from_output(output)
        print(f"{step + 1} {sum(losses[-20:]) / 20:.4f} {word} / {guess}")


class Generator(nn.Module):
    def __init__(self, hidden_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.embedding = nn.Embedding(n_letters, 8)
        self.gru = nn.GRU(8, hidden_size, num_layers=2, batch_first=True)
        self.out = nn.Linear(hidden_size, n_letters)

    def forward(self, input, hidden=None):
        output, hidden = self.gru(self.embedding(input), hidden)
        return self.out(output), hidden

    def init_hidden(self):
        return torch.zeros(2, 1, self.hidden_size)


END = n_letters - 1
model = Generator(16)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
for epoch in range(3):
    total = 0
    for word in words["flower"]:
        ids = torch.LongTensor([letters.index(letter) for letter in word] + [END])
        optimizer.zero_grad()
        output, _ = model(ids[:-1].unsqueeze(0), model.init_hidden())
        loss = F.cross_entropy(output.view(-1, n_letters), ids[1:].view(-1))
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 0.5)
        optimizer.step()
        total += loss
    print(f"epoch {epoch}: {total / len(words['flower']):.4f}")

model.eval()
with torch.no_grad():
    input, hidden, written = torch.tensor([[letters.index("l")]]), None, "l"
    for _ in range(6):
        output, hidden = model(input, hidden)
        values, indices = torch.topk(F.softmax(output[0, -1] / 0.8, dim=-1), 3)
        if indices[0] == END:
            break
        written += letters[indices[0]]
        input = indices[:1].unsqueeze(0)
        print([round(p, 5) for p in values.tolist()])
print(written)
