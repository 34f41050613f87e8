"""Three classes of customers at three counters, the shorter first: the same hall as in simpy.test.ts, on SimPy 3.

Run with Debian's python3-simpy3: /usr/bin/python3 three-classes.py > three-classes.json
Times in minutes. Writes mean waits by class with their standard errors over the days, and how many customers a second.
"""

import json
import math
import random
import sys
import time

import simpy

COUNTERS = 3
# Customers an hour, and how long one is served; in the order in which they go first.
CLASSES = {
    "cash": (20, lambda chance: chance.expovariate(1 / 3)),
    "account": (6, lambda chance: lognormal(chance, 9, 0.5)),
    "wealth": (2, lambda _chance: 20),
}


def lognormal(chance, mean, variation):
    square = math.log(1 + variation**2)
    return chance.lognormvariate(math.log(mean) - square / 2, math.sqrt(square))


def customer(env, counters, rank, serve, waits, counted):
    came = env.now
    with counters.request(priority=rank) as request:
        yield request
        if counted:
            waits.append(env.now - came)
        yield env.timeout(serve)


def source(env, counters, rank, name, chance, waits, lasts, warm_up):
    per_hour, serving = CLASSES[name]
    while True:
        yield env.timeout(chance.expovariate(per_hour / 60))
        if env.now > lasts:
            return
        env.process(customer(env, counters, rank, serving(chance), waits, env.now >= warm_up))


def day(seed, lasts, warm_up):
    env = simpy.Environment()
    counters = simpy.PriorityResource(env, capacity=COUNTERS)
    waits = {name: [] for name in CLASSES}
    for rank, name in enumerate(CLASSES):
        env.process(source(env, counters, rank, name, random.Random(f"{seed} {name}"), waits[name], lasts, warm_up))
    env.run()
    return {name: sum(each) / len(each) for name, each in waits.items()}


def main(days, hours):
    start = time.process_time()
    means = [day(seed, hours * 60, hours * 6) for seed in range(days)]
    took = time.process_time() - start
    result = {"simpy": simpy.__version__, "days": days, "hours": hours, "waits": {}}
    for name in CLASSES:
        values = [each[name] for each in means]
        mean = sum(values) / days
        error = math.sqrt(sum((each - mean) ** 2 for each in values) / (days - 1) / days)
        result["waits"][name] = {"mean": round(mean, 5), "error": round(error, 5)}
    customers = days * hours * sum(per_hour for per_hour, _ in CLASSES.values())
    result["customersPerSecond"] = round(customers / took)
    print(json.dumps(result, indent=2))


main(*(int(each) for each in sys.argv[1:3] or (30, 600)))
