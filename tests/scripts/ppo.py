"""Proximal policy optimisation, with actions of two kinds: one of several, and vectors."""

import numpy as np
import torch
import torch.nn as nn
from torch.distributions import Categorical, MultivariateNormal


class RolloutBuffer:
    def __init__(self):
        (
            self.actions,
            self.states,
            self.logprobs,
            self.rewards,
            self.state_values,
            self.is_terminals,
        ) = [], [], [], [], [], []

    def clear(self):
        del self.actions[:]
        del self.states[:]
        del self.logprobs[:]
        del self.rewards[:]
        del self.state_values[:]
        del self.is_terminals[:]


device = torch.device("cpu")


class ActorCritic(nn.Module):
    def __init__(self, state_dim, action_dim, has_continuous_action_space, action_std_init):
        super(ActorCritic, self).__init__()
        self.has_continuous_action_space = has_continuous_action_space
        if has_continuous_action_space:
            self.action_dim = action_dim
            self.action_var = torch.full((action_dim,), action_std_init * action_std_init).to(
                device
            )
            self.actor = nn.Sequential(
                nn.Linear(state_dim, 16), nn.Tanh(), nn.Linear(16, action_dim), nn.Tanh()
            )
        else:
            self.actor = nn.Sequential(
                nn.Linear(state_dim, 16), nn.Tanh(), nn.Linear(16, action_dim), nn.Softmax(dim=-1)
            )
        self.critic = nn.Sequential(nn.Linear(state_dim, 16), nn.Tanh(), nn.Linear(16, 1))

    def act(self, state):
        if self.has_continuous_action_space:
            action_mean = self.actor(state)
            cov_mat = torch.diag(self.action_var).unsqueeze(dim=0)
            dist = MultivariateNormal(action_mean, cov_mat)
        else:
            dist = Categorical(self.actor(state))
        action = dist.sample()
        return action.detach(), dist.log_prob(action).detach(), self.critic(state).detach()

    def evaluate(self, state, action):
        if self.has_continuous_action_space:
            action_mean = self.actor(state)
            action_var = self.action_var.expand_as(action_mean)
            cov_mat = torch.diag_embed(action_var).to(device)
            dist = MultivariateNormal(action_mean, cov_mat)
            if self.action_dim == 1:
                action = action.reshape(-1, self.action_dim)
        else:
            dist = Categorical(self.actor(state))
        return dist.log_prob(action), self.critic(state), dist.entropy()


class PPO:
    def __init__(self, sd, ad, cont):
        self.buffer = RolloutBuffer()
        self.eps_clip = 0.2
        self.policy = ActorCritic(sd, ad, cont, 0.6).to(device)
        self.optimizer = torch.optim.Adam(
            [
                {"params": self.policy.actor.parameters(), "lr": 0.003},
                {"params": self.policy.critic.parameters(), "lr": 0.01},
            ]
        )
        self.policy_old = ActorCritic(sd, ad, cont, 0.6).to(device)
        self.policy_old.load_state_dict(self.policy.state_dict())
        self.MseLoss = nn.MSELoss()

    def select_action(self, state):
        with torch.no_grad():
            state = torch.FloatTensor(state).to(device)
            action, action_logprob, state_val = self.policy_old.act(state)
        self.buffer.states.append(state)
        self.buffer.actions.append(action)
        self.buffer.logprobs.append(action_logprob)
        self.buffer.state_values.append(state_val)
        return action.detach().cpu().numpy().flatten()

    def update(self):
        rewards = []
        discounted_reward = 0
        for reward, is_terminal in zip(
            reversed(self.buffer.rewards), reversed(self.buffer.is_terminals)
        ):
            if is_terminal:
                discounted_reward = 0
            discounted_reward = reward + (0.99 * discounted_reward)
            rewards.insert(0, discounted_reward)
        rewards = torch.tensor(rewards, dtype=torch.float32).to(device)
        rewards = (rewards - rewards.mean()) / (rewards.std() + 1e-7)
        old_states = torch.squeeze(torch.stack(self.buffer.states, dim=0)).detach().to(device)
        old_actions = torch.squeeze(torch.stack(self.buffer.actions, dim=0)).detach().to(device)
        old_logprobs = torch.squeeze(torch.stack(self.buffer.logprobs, dim=0)).detach().to(device)
        old_state_values = (
            torch.squeeze(torch.stack(self.buffer.state_values, dim=0)).detach().to(device)
        )
        advantages = rewards.detach() - old_state_values.detach()
        for _ in range(3):
            logprobs, state_values, dist_entropy = self.policy.evaluate(old_states, old_actions)
            state_values = torch.squeeze(state_values)
            ratios = torch.exp(logprobs - old_logprobs.detach())
            surr1 = ratios * advantages
            surr2 = torch.clamp(ratios, 1 - self.eps_clip, 1 + self.eps_clip) * advantages
            loss = (
                -torch.min(surr1, surr2)
                + 0.5 * self.MseLoss(state_values, rewards)
                - 0.01 * dist_entropy
            )
            self.optimizer.zero_grad()
            loss.mean().backward()
            self.optimizer.step()
        print(f"{loss.mean().item():.5f}")
        self.policy_old.load_state_dict(self.policy.state_dict())
        self.buffer.clear()


torch.manual_seed(0)
np.random.seed(0)
for cont in (False, True):
    agent = PPO(3, 2, cont)
    for ep in range(2):
        s = np.random.randn(3)
        for t in range(8):
            a = agent.select_action(s)
            s = 0.9 * s + 0.1 * np.random.randn(3) + (0.1 * a.mean())
            agent.buffer.rewards.append(float(-np.abs(s).sum()))
            agent.buffer.is_terminals.append(t == 7)
        agent.update()
