"""The jobs that `erle worker` does, done once for a journey: `python -m tests.journeys.working`."""

if __name__ == "__main__":
    from erle.doors.command.standing import set_up

    set_up()
    from erle.doors.exchange.handed.working import work_off

    work_off()
