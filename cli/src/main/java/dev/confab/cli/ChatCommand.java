package dev.confab.cli;

import dev.confab.cli.backend.Backend;
import dev.confab.cli.chat.ChatLimits;
import dev.confab.cli.chat.ChatRun;
import dev.confab.cli.chat.ChatSetup;
import dev.confab.cli.chat.Restored;
import dev.confab.cli.chat.SessionFile;
import dev.confab.transport.MessagingClientConfig;
import dev.confab.transport.policy.RatePolicy;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Talks to an agent: a person at a terminal, or a program by its standard streams. */
@Command(
        name = "chat",
        description = {
            "Hold a conversation with a contact center.",
            "",
            "On a terminal you type, and answers appear above the line. Otherwise each line of standard input (UTF-8) is a"
                    + " message, sent in order; empty lines are skipped. At the end of the input it waits for the"
                    + " outstanding proofs and for late answers, and disconnects.",
            "",
            "With --store nothing is lost when this program is killed: started again with the same store, it sends"
                    + " what was not proved, before the lines of the input, and shows the draft. To do only that, give it"
                    + " an empty input (</dev/null).",
            "",
            "Each line ends as one of two: sent, when there is proof that the service has it, or failed. With --json"
                    + " each is one JSON object per line on standard output:",
            "  {\"event\":\"restored\",\"unproved\":2,\"draft\":...}",
            "  {\"event\":\"state\",\"state\":\"Configured\",...}",
            "  {\"event\":\"sent\",\"text\":...,\"id\":...}",
            "  {\"event\":\"message\",\"direction\":\"outbound\",\"text\":...,\"id\":...}",
            "  {\"event\":\"failed\",\"text\":...,\"reason\":...}",
            "A message that is more than text has \"parts\": quickReplies, card, carousel, datePicker, listPicker, form,"
                    + " file, and others.",
            "",
            "A line that begins with a slash is a command; two slashes begin a message that begins with one. A command"
                    + " waits for the proofs of the lines before it, and has the --timeout. One that is unknown or not"
                    + " done counts as a failed line.",
            "  /attach PATH          upload a file; it goes with the next message, text or /send."
                    + " {\"event\":\"attached\",\"id\":...,\"name\":...,\"bytes\":...}",
            "  /send                 send what is attached without a text. With --json: sent",
            "  /download ID PATH     fetch a file of a message. {\"event\":\"downloaded\",\"id\":...,\"path\":...,"
                    + "\"bytes\":...}",
            "  /reply PAYLOAD        answer the newest message that offers this choice: a quick reply, a button of a"
                    + " card, a time, or items of a list (A,B). One that is not there yet is waited for until the other"
                    + " side is quiet (--linger). With --json: sent",
            "  /reply FIELD=VALUE ...  fill the newest form in: a text, a date, or items of a list (A,B); a value with"
                    + " space in it stands in \"quotation marks\". With --json: sent",
            "  /history              read one page further back. {\"event\":\"history\",\"messages\":[...],"
                    + "\"startOfConversation\":...}",
            "  /typing               tell the other side that you are typing. {\"event\":\"typing\"}",
            "  /attr NAME=VALUE      set a fact that goes with the next message. {\"event\":\"attributes\","
                    + "\"values\":{...},\"status\":...}",
            "  /new                  begin a new conversation. {\"event\":\"new\"}",
            "  /clear                wipe the conversation and begin anew. {\"event\":\"cleared\"}",
            "  /login CODE [REDIRECT [VERIFIER]]  sign in with a code that the identity provider gave for REDIRECT"
                    + " (default http://localhost); with PKCE, VERIFIER. The guest's session is taken over; where that"
                    + " fails, it goes on. {\"event\":\"login\",\"state\":...}",
            "  /leave                leave the conversation for good, where the service knows that (guestchat); it can be"
                    + " read, and /new begins another one. {\"event\":\"left\"}",
            "  /conversations, /open N, /create ADDRESS[,ADDRESS] [SUBJECT], /invite ADDRESS, /participants, /subject TEXT,"
                    + " /read [ID], /leave-all, /validate ADDRESS, /search TEXT  where a service has several conversations (amm):"
                    + " what you type goes into the one that was opened or created. {\"event\":\"conversations\",...}, \"opened\","
                    + " \"created\", ...",
            "  /state                tell how the session stands. {\"event\":\"state\",...,\"unproved\":...,"
                    + "\"messages\":...}",
            "  /help                 list the commands. {\"event\":\"help\",\"commands\":{...}}",
            "  /quit                 leave, as at the end of the input",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every message was proved",
            "2:bad usage, or the store cannot be used",
            "3:some message was not proved, or some command was not done",
            "4:could not connect"
        })
final class ChatCommand implements Callable<Integer> {

    private static final double FASTEST = 1_000;

    private final Streams streams;

    @Spec
    private @Nullable CommandSpec command;

    @Mixin
    private ServiceArguments service = new ServiceArguments();

    @Option(names = "--json", description = "One JSON object per line, also on a terminal.")
    private boolean json;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Messages per second. Default: what the service allows, one each 500 ms;"
                    + " 0: each as soon as the one before is proved.")
    private @Nullable Double rate;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long one message may wait for its proof. The time of a message begins when it could go"
                    + " out: messages are sent one at a time, and those that queue behind others are not late as long as"
                    + " the service answers the ones before. Default: ${DEFAULT-VALUE}.")
    private int timeoutSeconds;

    @Option(
            names = "--linger",
            paramLabel = "SECONDS",
            defaultValue = "1",
            description = "After the end of the input, leave when the other side has said nothing for this long (and in"
                    + " any case after a minute, or this long if it is longer). Default: ${DEFAULT-VALUE}.")
    private double lingerSeconds;

    @Option(
            names = "--store",
            paramLabel = "FILE",
            description =
                    "Keep the session in this file, with its messages that are not proved and its draft, and go on"
                            + " with it the next time. The file is encrypted; its key is made beside it, in FILE.key: keep both,"
                            + " and keep the key private. One store holds a session for each --deployment at each host, and"
                            + " serves one chat at a time. A message that is late (--timeout) stays in it.")
    private @Nullable Path store;

    ChatCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws Exception {
        RatePolicy pace = pace();
        ChatLimits limits = new ChatLimits(timeoutMillis(), pace.getMessageIntervalMillis(), lingerMillis());
        MessagingClientConfig.Builder config = MessagingClientConfig.builder().rate(pace);
        Backend.Guest guest = service.backend().guest(service.choice(streams));
        Path file = store;
        if (file == null) {
            return chat(setup(guest, config, limits, Restored.NONE));
        }
        try (SessionFile session = SessionFile.open(file, service.sessionName())) {
            service.requireToken(session.token());
            session.keep(guest, config);
            return chat(setup(guest, config, limits, session.restored()));
        }
    }

    private static ChatSetup setup(
            Backend.Guest guest, MessagingClientConfig.Builder config, ChatLimits limits, Restored restored) {
        Backend.Talk talk = guest.talk(config.build());
        return new ChatSetup(talk.client(), talk.auth(), limits, restored);
    }

    private int chat(ChatSetup setup) throws Exception {
        if (json) {
            return ChatRun.json(setup, streams);
        }
        return streams.interactive() ? ChatRun.interactive(setup, streams) : ChatRun.plain(setup, streams);
    }

    private RatePolicy pace() {
        RatePolicy usual = RatePolicy.DEFAULT;
        Double wanted = rate;
        if (wanted == null) {
            return usual;
        }
        if (!(wanted >= 0 && wanted <= FASTEST)) {
            throw Misuse.of(
                    command, "--rate", "give messages per second from 0 (unpaced) to 1000, not " + wanted + ".");
        }
        long interval = wanted == 0 ? 0 : (long) Math.ceil(1_000 / wanted);
        return new RatePolicy(interval, usual.getTypingIntervalMillis(), usual.getHealthCheckIntervalMillis());
    }

    private long timeoutMillis() {
        if (timeoutSeconds < 1) {
            throw Misuse.of(command, "--timeout", "give at least 1 second, not " + timeoutSeconds + ".");
        }
        return timeoutSeconds * 1_000L;
    }

    private long lingerMillis() {
        if (!(lingerSeconds >= 0 && lingerSeconds <= 86_400)) {
            throw Misuse.of(command, "--linger", "give seconds from 0 to 86400, not " + lingerSeconds + ".");
        }
        return (long) (lingerSeconds * 1_000);
    }
}
