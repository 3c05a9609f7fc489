"""Sequence to sequence: a GRU encoder, a decoder with attention; words are reversed."""

import random

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import optim

random.seed(3)
torch.manual_seed(3)
device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
SOS_token, EOS_token, MAX_LENGTH, hidden_size = 0, 1, 6, 12
pairs = [[random.randint(2, 7) for _ in range(random.randint(2, 4))] for _ in range(12)]


class EncoderRNN(nn.Module):
    def __init__(self, input_size, hidden_size):
        super(EncoderRNN, self).__init__()
        self.hidden_size = hidden_size
        self.embedding = nn.Embedding(input_size, hidden_size)
        self.gru = nn.GRU(hidden_size, hidden_size)

    def forward(self, input, hidden):
        embedded = self.embedding(input).view(1, 1, -1)
        return self.gru(embedded, hidden)

    def initHidden(self):
        return torch.zeros(1, 1, self.hidden_size, device=device)


class AttnDecoderRNN(nn.Module):
    def __init__(self, hidden_size, output_size, dropout_p=0.1, max_length=MAX_LENGTH):
        super(AttnDecoderRNN, self).__init__()
        self.embedding = nn.Embedding(output_size, hidden_size)
        self.attn = nn.Linear(hidden_size * 2, max_length)
        self.attn_combine = nn.Linear(hidden_size * 2, hidden_size)
        self.dropout = nn.Dropout(dropout_p)
        self.gru = nn.GRU(hidden_size, hidden_size)
        self.out = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden, encoder_outputs):
        embedded = self.dropout(self.embedding(input).view(1, 1, -1))
        attn_weights = F.softmax(self.attn(torch.cat((embedded[0], hidden[0]), 1)), dim=1)
        attn_applied = torch.bmm(attn_weights.unsqueeze(0), encoder_outputs.unsqueeze(0))
        output = self.attn_combine(torch.cat((embedded[0], attn_applied[0]), 1)).unsqueeze(0)
        output, hidden = self.gru(F.relu(output), hidden)
        return F.log_softmax(self.out(output[0]), dim=1), hidden, attn_weights


def train(word, teacher_forcing_ratio=0.5):
    source = torch.tensor(word + [EOS_token], dtype=torch.long, device=device).view(-1, 1)
    target = torch.tensor(word[::-1] + [EOS_token], dtype=torch.long, device=device).view(-1, 1)
    encoder_hidden = encoder.initHidden()
    for optimizer in optimizers:
        optimizer.zero_grad()
    encoder_outputs = torch.zeros(MAX_LENGTH, encoder.hidden_size, device=device)
    for ei in range(source.size(0)):
        encoder_output, encoder_hidden = encoder(source[ei], encoder_hidden)
        encoder_outputs[ei] = encoder_output[0, 0]
    loss, decoder_hidden = 0, encoder_hidden
    decoder_input = torch.tensor([[SOS_token]], device=device)
    forced = random.random() < teacher_forcing_ratio
    for di in range(target.size(0)):
        output, decoder_hidden, attention = decoder(decoder_input, decoder_hidden, encoder_outputs)
        loss += criterion(output, target[di])
        topv, topi = output.topk(1)
        decoder_input = target[di] if forced else topi.squeeze().detach()
        if decoder_input.item() == EOS_token:
            break
    loss.backward()
    for optimizer in optimizers:
        optimizer.step()
    return loss.item() / target.size(0), attention


encoder = EncoderRNN(8, hidden_size).to(device)
decoder = AttnDecoderRNN(hidden_size, 8).to(device)
optimizers = [optim.SGD(net.parameters(), lr=0.1) for net in (encoder, decoder)]
criterion = nn.NLLLoss()
for i, pair in enumerate(pairs):
    loss, attention = train(pair)
    if i % 3 == 2:
        print("%d (%d%%) %.4f" % (i + 1, (i + 1) / len(pairs) * 100, loss))
print(attention.detach().numpy().round(3).shape, attention.sum())
