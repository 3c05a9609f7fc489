"""m05, by another way than the lesson's: count the children, and let nobody go before they have."""


def toposort(root, parents):
    nodes, asked, waiting_for = [], {}, {id(root): 0}
    frontier = [root]
    while frontier:
        node = frontier.pop()
        if id(node) in asked:
            continue
        nodes.append(node)
        asked[id(node)] = list(parents(node))
        for p in asked[id(node)]:
            waiting_for[id(p)] = waiting_for.get(id(p), 0) + 1
            frontier.append(p)

    children_first, free = [], [root]
    while free:
        node = free.pop()
        children_first.append(node)
        for p in asked[id(node)]:
            waiting_for[id(p)] -= 1
            if waiting_for[id(p)] == 0:
                free.append(p)
    return children_first[::-1]
