package dev.confab.cli;

import dev.confab.cli.backend.Backend;
import dev.confab.cli.backend.Backends;
import dev.confab.cli.decode.FrameLines;
import dev.confab.transport.backend.FrameInspector;
import dev.confab.transport.backend.Inspection;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what the codec of a back end makes of recorded frames. */
@Command(
        name = "decode",
        description = {
            "Show what the codec makes of recorded frames.",
            "",
            "Each line of standard input (UTF-8) is one frame: of the service to the guest, of the guest to the service,"
                    + " or a page of the history (guestchat: a frame of the event stream, or the body of a REST request or"
                    + " answer); empty lines are skipped. For each, one JSON object goes to standard"
                    + " output, in the same order:",
            "  kind     message, event, healthCheck, receipt, session, jwt, refused, ended, presigned, uploaded,",
            "           uploadFailed, attachmentDeleted, configuration, resumeToken, request, history, unknown, or none",
            "           guestchat: message, typing, memberChange, heartbeat, created, member, members, messages,",
            "           mediaRequest, mediaRequests, refused, request, unknown, or none",
            "           gms: response, or none; gms-cometd: bayeux, or none",
            "           nexus: created, messages, answer, or none",
            "  unknown  JSON paths of what the codec does not know: fields, values of a closed set, content types,",
            "           events, classes, what is of another kind than it should be (a number that is none, a time that",
            "           is none), and what lacks something without which it cannot be read",
            "  error    why it is no frame (kind none)",
            "and what the kind has: class, type, tracingId, id (the service's), messageId, direction, text, timeMillis,"
                    + " from, replyTo, parts, events, code, name, ... Of a refusal, text is what the service says, code and"
                    + " name what it means here, and frameCode the number of the frame. What else is empty is left out, and"
                    + " so are tokens and the addresses of files.",
            "",
            "Texts and names are shown: keep the output as private as the recording.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every line was JSON, frame or not", "2:bad usage", "3:some line was no JSON"})
final class DecodeCommand implements Callable<Integer> {

    private final Streams streams;

    @Spec
    private @Nullable CommandSpec command;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            required = true,
            description = "Whose frames they are: " + Backends.NAMES + ".")
    private String backend = "";

    DecodeCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        FrameInspector inspector = inspector();
        FrameLines lines = new FrameLines(streams.in());
        PrintStream out = streams.out();
        boolean allJson = true;
        for (String line = lines.next(); line != null; line = lines.next()) {
            if (!line.isBlank()) {
                Inspection inspection = inspector.inspect(line);
                allJson &= inspection.isJson();
                out.print(inspection.getJson() + "\n");
                // Flushes, too. Who reads this may have seen enough: the rest of the recording is not decoded for
                // nobody.
                if (out.checkError()) {
                    break;
                }
            }
        }
        return allJson ? ExitCode.OK : ExitCode.NO_JSON;
    }

    private FrameInspector inspector() {
        return Backends.find(backend)
                .map(Backend::inspector)
                .orElseThrow(() -> Misuse.of(command, "--backend", Backends.unknown(backend)));
    }
}
