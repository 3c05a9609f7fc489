"""A vision transformer: patches, a class token, positions, an encoder of pre-norm blocks."""

import torch
from torch import nn, optim

torch.manual_seed(4)


def pair(t):
    return t if isinstance(t, tuple) else (t, t)


class Attention(nn.Module):
    def __init__(self, dim, heads=4, dim_head=4, dropout=0.0):
        super().__init__()
        self.heads, self.scale = heads, dim_head**-0.5
        self.norm = nn.LayerNorm(dim)
        self.attend = nn.Softmax(dim=-1)
        self.dropout = nn.Dropout(dropout)
        self.to_qkv = nn.Linear(dim, heads * dim_head * 3, bias=False)
        self.to_out = nn.Sequential(nn.Linear(heads * dim_head, dim), nn.Dropout(dropout))

    def forward(self, x):
        x = self.norm(x)
        b, n, _ = x.shape
        q, k, v = map(
            lambda t: t.reshape(b, n, self.heads, -1).transpose(1, 2),
            self.to_qkv(x).chunk(3, dim=-1),
        )
        attn = self.dropout(self.attend(torch.matmul(q, k.transpose(-1, -2)) * self.scale))
        out = torch.einsum("b h i j, b h j d -> b h i d", attn, v)
        return self.to_out(out.transpose(1, 2).flatten(2))


class ViT(nn.Module):
    def __init__(self, *, image_size, patch_size, num_classes, dim, depth, channels=1):
        super().__init__()
        (ih, iw), (ph, pw) = pair(image_size), pair(patch_size)
        assert ih % ph == 0 and iw % pw == 0, (
            "Image dimensions must be divisible by the patch size."
        )
        num_patches = (ih // ph) * (iw // pw)
        self.to_patch_embedding = nn.Conv2d(
            channels, dim, kernel_size=patch_size, stride=patch_size
        )
        self.pos_embedding = nn.Parameter(torch.randn(1, num_patches + 1, dim) * 0.02)
        self.cls_token = nn.Parameter(torch.randn(1, 1, dim))
        self.layers = nn.ModuleList([])
        for _ in range(depth):
            mlp = nn.Sequential(
                nn.LayerNorm(dim), nn.Linear(dim, 2 * dim), nn.GELU(), nn.Linear(2 * dim, dim)
            )
            self.layers.append(nn.ModuleList([Attention(dim), mlp]))
        self.to_latent = nn.Identity()
        self.mlp_head = nn.Sequential(nn.LayerNorm(dim), nn.Linear(dim, num_classes))

    def forward(self, img):
        x = self.to_patch_embedding(img).flatten(2).mT
        b, n, _ = x.shape
        x = torch.cat((self.cls_token.expand(b, -1, -1), x), dim=1)
        x += self.pos_embedding[:, : (n + 1)]
        for attn, ff in self.layers:
            x = attn(x) + x
            x = ff(x) + x
        return self.mlp_head(self.to_latent(x[:, 0]))


images = torch.randn(24, 1, 8, 8)
labels = (images[:, 0, :4].mean((1, 2)) > images[:, 0, 4:].mean(dim=(1, 2))).long()
model = ViT(image_size=8, patch_size=4, num_classes=2, dim=16, depth=2)
optimizer = optim.AdamW(model.parameters(), lr=5e-3, weight_decay=0.05)
scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=6)
criterion = nn.CrossEntropyLoss(label_smoothing=0.1)
for epoch in range(6):
    logits = model(images)
    loss = criterion(logits, labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    scheduler.step()
    acc = (logits.argmax(dim=-1) == labels).float().mean()
    print(f"{epoch}: loss {loss:.4f}, acc {acc:.3f}, lr {scheduler.get_last_lr()[0]:.2e}")
print({name: tuple(p.shape) for name, p in list(model.named_parameters())[:5]})
