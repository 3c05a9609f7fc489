"""Answers with a list that contains itself."""


def attack():
    endless = []
    endless.append(endless)
    return endless
