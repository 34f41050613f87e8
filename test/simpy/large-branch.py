"""A day of a large branch: 2,000 customers who lose patience, at 16 counters that call by a score. As in large-branch.ts.

Run with Debian's python3-simpy3, in trixie python3-simpy: /usr/bin/python3 large-branch.py > large-branch.json
Times in minutes. Writes mean waits of those who were called and shares of those who left, by service, with their standard
errors over the days, and how many customers a second.
"""

import collections
import json
import math
import random
import sys
import time

import simpy

COUNTERS = 16
OPEN = 480
# Customers an hour, target wait, time standard, patience.
SERVICES = {
    "cash": (170, 10, 3, 20),
    "account": (60, 20, 5.5, 45),
    "wealth": (20, 15, 9, 45),
}
VARIATION = 0.8
SQUARE = math.log(1 + VARIATION**2)


class Hall:
    """Who waits, by service, and how many counters are free."""

    def __init__(self, env):
        self.env = env
        self.free = COUNTERS
        self.lines = {name: collections.deque() for name in SERVICES}

    def next(self):
        """A counter calls whom the score puts first: the wait by the target, short services more; else it is free."""
        most, first = -1, None
        for name, (_, target, standard, _) in SERVICES.items():
            line = self.lines[name]
            if line:
                score = (self.env.now - line[0][0]) / target / standard
                if score > most:
                    most, first = score, line
        if first is None:
            self.free += 1
        else:
            first.popleft()[1].succeed()


def customer(env, hall, name, serve, patience, waits, left):
    came = env.now
    if hall.free > 0:
        hall.free -= 1
    else:
        called = env.event()
        me = (came, called)
        hall.lines[name].append(me)
        yield called | env.timeout(patience)
        if not called.triggered:
            hall.lines[name].remove(me)
            left[name] += 1
            return
    waits[name].append(env.now - came)
    yield env.timeout(serve)
    hall.next()


def source(env, hall, name, chance, waits, left):
    per_hour, _, standard, patience = SERVICES[name]
    while True:
        yield env.timeout(chance.expovariate(per_hour / 60))
        if env.now > OPEN:
            return
        serve = chance.lognormvariate(math.log(standard) - SQUARE / 2, math.sqrt(SQUARE))
        env.process(customer(env, hall, name, serve, chance.expovariate(1 / patience), waits, left))


def day(seed):
    env = simpy.Environment()
    hall = Hall(env)
    waits = {name: [] for name in SERVICES}
    left = dict.fromkeys(SERVICES, 0)
    for name in SERVICES:
        env.process(source(env, hall, name, random.Random(f"{seed} {name}"), waits, left))
    env.run()
    means = {name: sum(each) / len(each) for name, each in waits.items()}
    came = {name: len(waits[name]) + left[name] for name in SERVICES}
    return means, {name: left[name] / came[name] for name in SERVICES}, sum(came.values())


def over(days, name, digits):
    values = [each[name] for each in days]
    mean = sum(values) / len(values)
    error = math.sqrt(sum((each - mean) ** 2 for each in values) / (len(values) - 1) / len(values))
    return {"mean": round(mean, digits), "error": round(error, digits)}


def main(count):
    start = time.process_time()
    began = time.perf_counter()
    days = [day(seed) for seed in range(count)]
    took = time.process_time() - start
    lasted = time.perf_counter() - began
    waits, left, customers = zip(*days)
    result = {
        "simpy": simpy.__version__,
        "days": count,
        "waits": {name: over(waits, name, 5) for name in SERVICES},
        "left": {name: over(left, name, 6) for name in SERVICES},
        "customersPerSecond": round(sum(customers) / took),
        "customersPerClockSecond": round(sum(customers) / lasted),
    }
    print(json.dumps(result, indent=2))


main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
