package dev.confab.cli.chat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Does what command lines say, one after the other. A command waits until the lines before it are proved or have failed, and
 * the lines after it wait until it is done, so that each acts on what stands before it; none takes longer than the timeout.
 */
final class Commands {

    private static final String QUIT = "/quit";
    private static final int USAGE_WIDTH = 26;

    private final Map<String, Verb> verbs = new LinkedHashMap<>();
    private final Outgoing outgoing;
    private final ChatReport report;

    Commands(Outgoing outgoing, ChatReport report, List<Verb> verbs) {
        this.outgoing = outgoing;
        this.report = report;
        verbs.forEach(this::add);
        add(new Verb("/help", "", "shows this", false, argument -> help()));
        add(new Verb(QUIT, "", "ends the session, as the end of the input does (Ctrl-D)", false, argument -> null));
    }

    /**
     * Does what a line says, and reports what came of it.
     *
     * @return whether to go on with the next line
     */
    boolean run(Command command) throws InterruptedException {
        Verb verb = verbs.get(command.name());
        if (verb == null) {
            outgoing.fail(
                    command,
                    "There is no command " + command.name() + ": there is " + String.join(", ", verbs.keySet())
                            + ". A message that begins with a slash is written with two.");
            return true;
        }
        try {
            require(verb, command.argument());
            if (verb.waits()) {
                outgoing.awaitReported();
            }
            Answer answer = verb.action().run(command.argument());
            if (answer != null) {
                report.answered(answer);
            }
        } catch (Refusal refused) {
            outgoing.fail(command, refused.reason());
        }
        return !verb.name().equals(QUIT);
    }

    private void add(Verb verb) {
        verbs.put(verb.name(), verb);
    }

    private static void require(Verb verb, String argument) throws Refusal {
        if (verb.parameters().isEmpty() && !argument.isEmpty()) {
            throw new Refusal(verb.name() + " stands alone.");
        }
        boolean optional = verb.parameters().startsWith("[");
        if (!verb.parameters().isEmpty() && !optional && argument.isEmpty()) {
            throw new Refusal("Something is missing: " + verb.usage());
        }
    }

    private Answer help() {
        List<String> lines = new ArrayList<>(List.of("Type a message and press Enter to send it."));
        verbs.values()
                .forEach(verb -> lines.add(String.format("  %-" + USAGE_WIDTH + "s%s", verb.usage(), verb.help())));
        lines.add("A message that begins with a slash is typed with two: //like this");
        Map<String, String> commands = verbs.values().stream()
                .collect(Collectors.toMap(Verb::usage, Verb::help, (one, other) -> one, LinkedHashMap::new));
        return new Answer("help", Map.of("commands", commands), String.join("\n", lines));
    }
}
