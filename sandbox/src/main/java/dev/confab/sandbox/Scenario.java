package dev.confab.sandbox;

import dev.confab.sandbox.agent.Agent;
import dev.confab.sandbox.agent.ConciergeAgent;
import dev.confab.sandbox.agent.EchoAgent;
import dev.confab.sandbox.agent.SilentAgent;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Who sits at the other end of the conversations. */
public enum Scenario {
    /** An agent who repeats each text of the guest once. */
    ECHO,
    /** An agent who greets, shows typing and answers common questions. */
    CONCIERGE,
    /** An agent who says nothing unless told to. */
    SILENT;

    /**
     * Reads a scenario from its name, in any case.
     *
     * @param name the name
     * @return the scenario
     * @throws IllegalArgumentException when there is none of that name; the message lists those there are
     */
    public static Scenario parse(String name) {
        for (Scenario scenario : values()) {
            if (scenario.name().equals(name.toUpperCase(Locale.ROOT))) {
                return scenario;
            }
        }
        String names = Arrays.stream(values())
                .map(scenario -> scenario.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        throw new IllegalArgumentException("There is no scenario \"" + name + "\"; choose one of " + names);
    }

    /** Makes the agent of a new conversation. */
    Agent agent() {
        return switch (this) {
            case ECHO -> new EchoAgent();
            case CONCIERGE -> new ConciergeAgent();
            case SILENT -> new SilentAgent();
        };
    }
}
