"""Code as it was written for torch 0.3: Variable, .data, torch.Tensor(...), size(0), addmm_."""

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor
from torch.autograd import Variable

torch.manual_seed(1)
use_cuda = torch.cuda.is_available()

x_data = Variable(torch.Tensor([[1.0], [2.0], [3.0], [4.0]]))
y_data = Variable(torch.Tensor([[0.0], [0.0], [1.0], [1.0]]), requires_grad=False)


class Model(torch.nn.Module):
    def __init__(self):
        super(Model, self).__init__()
        self.linear = torch.nn.Linear(1, 1)

    def forward(self, x):
        return F.sigmoid(self.linear(x))


model = Model()
criterion = torch.nn.BCELoss(size_average=True)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
for epoch in range(10):
    y_pred = model(x_data)
    loss = criterion(y_pred, y_data)
    if epoch % 3 == 0:
        print(epoch, loss.data.item(), loss.data.cpu().numpy().round(3))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
hour_var = Variable(torch.Tensor([[7.0]]))
print("predict", 7, model.forward(hour_var).data[0][0] > 0.5, isinstance(hour_var, Tensor))

# Weights without modules, changed through .data
w = Variable(torch.randn(3, 2), requires_grad=True)
b = Variable(torch.zeros(2), requires_grad=True)
x, target = torch.randn(5, 3), Variable(torch.LongTensor([0, 1, 1, 0, 1]))
for step in range(4):
    scores = x.mm(w) + b.expand(5, 2)
    nll = F.nll_loss(F.log_softmax(scores, dim=1), target, size_average=False)
    nll.backward()
    w.data.sub_(0.1 * w.grad.data)
    b.data -= 0.1 * b.grad.data
    w.grad.data.zero_()
    b.grad.data.zero_()
    _, predicted = torch.max(scores.data, 1)
    print("%.4f %d of %d" % (nll.data.item(), (predicted == target.data).sum(), target.size(0)))

# A hidden state that is wrapped again, as language models did
rnn = nn.RNN(input_size=2, hidden_size=3, num_layers=1)
hidden = Variable(torch.zeros(1, 1, 3))
for t in range(3):
    out, hidden = rnn(Variable(torch.ones(1, 1, 2) * t), hidden)
    hidden = Variable(hidden.data)
print(out.data.view(-1), hidden.requires_grad, hidden.data.nelement())

total = torch.zeros(2, 2)
total.addmm_(torch.ones(2, 3), torch.ones(3, 2)).mul_(0.5).add_(torch.eye(2))
print(total, total.sum().data, total.new(2, 2).fill_(7).long(), torch.Tensor(2, 3).zero_().size())
for name, param in model.named_parameters():
    print(name, param.data.view(-1), param.grad.data.norm())
