"""Never comes back."""


def attack():
    while True:
        pass
