"""Word vectors: skip-gram with negative samples, and a softmax over all words."""

from collections import Counter

import torch
import torch.nn as nn
import torch.optim as optim

torch.manual_seed(1)
text = """we are about to study the idea of a computational process computational processes are
abstract beings that inhabit computers as they evolve processes manipulate other abstract things
called data the evolution of a process is directed by a pattern of rules called a program"""
raw_text = text.replace("\n", " ").split(" ")

vocab = sorted(set(raw_text))
word_to_ix = {word: i for i, word in enumerate(vocab)}
counts = Counter(raw_text)
frequencies = torch.tensor([counts[w] for w in vocab], dtype=torch.float) ** 0.75
data = []
for i in range(2, len(raw_text) - 2):
    data += [(word_to_ix[raw_text[i]], word_to_ix[raw_text[i + j]]) for j in (-2, -1, 1, 2)]
centers, contexts = torch.LongTensor(data).unbind(1)


class SkipGram(nn.Module):
    def __init__(self, vocab_size, embed_dim):
        super().__init__()
        self.in_embed = nn.Embedding(vocab_size, embed_dim)
        self.out_embed = nn.Embedding(vocab_size, embed_dim, sparse=False)
        initrange = 0.5 / embed_dim
        self.in_embed.weight.data.uniform_(-initrange, initrange)
        self.out_embed.weight.data.uniform_(-initrange, initrange)

    def forward(self, center, context, negatives):
        v = self.in_embed(center).unsqueeze(2)  # (B, D, 1)
        positive = torch.bmm(self.out_embed(context).unsqueeze(1), v).squeeze()
        negative = torch.bmm(self.out_embed(negatives), v).squeeze(2)
        return -(
            nn.LogSigmoid()(positive) + torch.sum(nn.functional.logsigmoid(-negative), dim=1)
        ).mean()


model = SkipGram(len(vocab), 8)
optimizer = optim.Adagrad(model.parameters(), lr=0.2)
for epoch in range(6):
    total = torch.Tensor([0])
    for batch in torch.randperm(len(data)).split(64):
        negatives = torch.multinomial(frequencies, len(batch) * 3, replacement=True).view(-1, 3)
        loss = model(centers[batch], contexts[batch], negatives)
        model.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.data
    print("epoch", epoch, "loss", total)


class CBOW(nn.Module):
    def __init__(self, vocab_size, embed_dim):
        super().__init__()
        self.embeddings = nn.Embedding(vocab_size, embed_dim)
        self.linear = nn.Linear(embed_dim, vocab_size)

    def forward(self, inputs):
        embeds = sum(self.embeddings(inputs).unbind(1))
        return nn.functional.log_softmax(self.linear(embeds), dim=-1)


cbow = CBOW(len(vocab), 8)
loss_function = nn.NLLLoss()
optimizer = optim.SGD(cbow.parameters(), lr=0.1)
for epoch in range(3):
    optimizer.zero_grad()
    loss = loss_function(cbow(contexts.view(-1, 4)), centers[::4])
    loss.backward()
    optimizer.step()
    print("cbow %.4f" % loss)
norms = model.in_embed.weight / model.in_embed.weight.norm(dim=1, keepdim=True)
best, indices = (norms @ norms[word_to_ix["process"]]).topk(3)
print(best.tolist()[0], [vocab[i] for i in indices][:1], len(vocab))
