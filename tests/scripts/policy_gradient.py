"""REINFORCE with a baseline in a corridor: Categorical, log_prob, entropy, discounted returns."""

from collections import deque

import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim
from torch.distributions import Categorical

torch.manual_seed(543)
GAMMA, EPS = 0.95, 1e-8


class Corridor:
    def reset(self):
        self.position, self.time = 2, 0
        return self.observe()

    def observe(self):
        return F.one_hot(torch.tensor(self.position), 5).float()

    def step(self, action):
        self.position = max(0, min(4, self.position + (1 if action == 1 else -1)))
        self.time += 1
        done = self.position == 4 or self.time >= 8
        return self.observe(), 1.0 if self.position == 4 else -0.1, done, {}


class Policy(nn.Module):
    def __init__(self):
        super(Policy, self).__init__()
        self.affine1 = nn.Linear(5, 16)
        self.dropout = nn.Dropout(p=0.1)
        self.action_head = nn.Linear(16, 2)
        self.value_head = nn.Linear(16, 1)
        self.saved, self.rewards = [], []

    def forward(self, x):
        x = F.relu(self.dropout(self.affine1(x)))
        return F.softmax(self.action_head(x), dim=-1), self.value_head(x)


def select_action(policy, state):
    probs, value = policy(state.unsqueeze(0))
    m = Categorical(probs)
    action = m.sample()
    policy.saved.append((m.log_prob(action), value.squeeze(), m.entropy()))
    return action.item()


def finish_episode(policy, optimizer):
    R, returns = 0, deque()
    for r in policy.rewards[::-1]:
        R = r + GAMMA * R
        returns.appendleft(R)
    returns = torch.tensor(returns)
    if len(returns) > 1:
        returns = (returns - returns.mean()) / (returns.std() + EPS)
    losses = []
    for (log_prob, value, entropy), R in zip(policy.saved, returns):
        advantage = R - value.item()
        losses.append(-log_prob * advantage + F.smooth_l1_loss(value, R) - 0.01 * entropy)
    optimizer.zero_grad()
    loss = torch.cat(losses).sum()
    loss.backward()
    optimizer.step()
    del policy.rewards[:], policy.saved[:]
    return loss


policy, env = Policy(), Corridor()
optimizer = optim.Adam(policy.parameters(), lr=1e-2)
running_reward = 0
for i_episode in range(12):
    state, done, ep_reward = env.reset(), False, 0
    while not done:
        action = select_action(policy, state)
        state, reward, done, _ = env.step(action)
        policy.rewards.append(reward)
        ep_reward += reward
    running_reward = 0.05 * ep_reward + (1 - 0.05) * running_reward
    loss = finish_episode(policy, optimizer)
    print("Episode {}\tLast reward: {:.2f}\tLoss: {:.4f}".format(i_episode, ep_reward, loss.item()))
print(Categorical(logits=torch.tensor([[0.0, 1.0, 2.0]])).probs)
