"""A graph convolutional network, and one of attention, on a club of two friends' circles."""

import math

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim
from torch.nn.modules.module import Module
from torch.nn.parameter import Parameter

np.random.seed(42)
torch.manual_seed(42)


class GraphConvolution(Module):
    """Simple GCN layer, similar to https://arxiv.org/abs/1609.02907"""

    def __init__(self, in_features, out_features, bias=True):
        super(GraphConvolution, self).__init__()
        self.in_features, self.out_features = in_features, out_features
        self.weight = Parameter(torch.FloatTensor(in_features, out_features))
        if bias:
            self.bias = Parameter(torch.FloatTensor(out_features))
        else:
            self.register_parameter("bias", None)
        self.reset_parameters()

    def reset_parameters(self):
        stdv = 1.0 / math.sqrt(self.weight.size(1))
        self.weight.data.uniform_(-stdv, stdv)
        if self.bias is not None:
            self.bias.data.uniform_(-stdv, stdv)

    def forward(self, input, adj):
        output = torch.spmm(adj, torch.mm(input, self.weight))
        return output + self.bias if self.bias is not None else output

    def __repr__(self):
        return f"{self.__class__.__name__} ({self.in_features} -> {self.out_features})"


class GAT(Module):
    def __init__(self, nfeat, nclass, alpha=0.2):
        super().__init__()
        self.W = nn.Parameter(torch.empty(size=(nfeat, nclass)))
        self.a = nn.Parameter(torch.empty(size=(2 * nclass, 1)))
        for each in self.parameters():
            nn.init.xavier_uniform_(each.data, gain=1.414)
        self.nclass, self.leakyrelu = nclass, nn.LeakyReLU(alpha)

    def forward(self, h, adj):
        Wh = torch.mm(h, self.W)
        Wh1 = torch.matmul(Wh, self.a[: self.nclass, :])
        e = self.leakyrelu(Wh1 + torch.matmul(Wh, self.a[self.nclass :, :]).T)
        attention = torch.where(adj > 0, e, -9e15 * torch.ones_like(e))
        return torch.matmul(F.softmax(attention, dim=1), Wh)


class GCN(nn.Module):
    def __init__(self, nfeat, nhid, nclass, layer):
        super(GCN, self).__init__()
        self.gc1, self.gc2 = GraphConvolution(nfeat, nhid), layer(nhid, nclass)

    def forward(self, x, adj):
        x = F.dropout(F.relu(self.gc1(x, adj)), 0.2, training=self.training)
        return F.log_softmax(self.gc2(x, adj), dim=1)


labels = torch.LongTensor(np.arange(12) % 2)
same = labels.unsqueeze(0) == labels.unsqueeze(1)
edges = torch.from_numpy(np.random.rand(12, 12)) < torch.where(same, 0.6, 0.1)
adj = ((edges | edges.t()).float() + torch.eye(12)).clamp_(max=1)
adj = torch.diag(adj.sum(1).pow(-1)).mm(adj)
features, idx_train, idx_test = torch.eye(12), torch.arange(4), torch.LongTensor(range(4, 12))
for layer in (GraphConvolution, GAT):
    model = GCN(12, 8, int(labels.max()) + 1, layer)
    optimizer = optim.Adam(model.parameters(), lr=0.05, weight_decay=5e-4)
    for epoch in range(8):
        model.train()
        optimizer.zero_grad()
        loss = F.nll_loss(model(features, adj)[idx_train], labels[idx_train])
        loss.backward()
        optimizer.step()
    model.eval()
    output = model(features, adj)
    correct = output[idx_test].max(1)[1].type_as(labels).eq(labels[idx_test]).double().sum()
    print(model.gc1, "loss: {:.4f}".format(loss.item()), correct / len(idx_test))
