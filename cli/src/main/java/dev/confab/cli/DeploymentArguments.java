package dev.confab.cli;

import dev.confab.sandbox.webmessaging.AttachmentRules;
import dev.confab.sandbox.webmessaging.Deployment;
import dev.confab.sandbox.webmessaging.Deployment.ConversationDisconnect;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The options that say what an administrator would have set up; they hold for every deployment of the sandbox. */
final class DeploymentArguments {

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = "--max-file-kb",
            paramLabel = "KB",
            description =
                    "The largest file that a guest may send, in units of 1024 bytes. Default: as documented, 10240.")
    private @Nullable Integer maxFileKb;

    @Option(
            names = "--file-types",
            paramLabel = "TYPE",
            split = ",",
            description =
                    "The MIME types of files that a guest may send, such as image/*,application/pdf. Default: all.")
    private List<String> fileTypes = List.of();

    @Option(names = "--no-attachments", description = "Guests may send no files.")
    private boolean noAttachments;

    @Option(
            names = "--disconnect",
            paramLabel = "MODE",
            defaultValue = "readonly",
            converter = DisconnectMode.class,
            description = "What the guest learns when the agent ends the conversation: readonly (told, and can write no"
                    + " more), send (told, and may go on) or off (not told). Default: ${DEFAULT-VALUE}.")
    private ConversationDisconnect disconnect = ConversationDisconnect.READ_ONLY;

    @Option(names = "--no-auth", description = "Nobody can log in; there are guests only.")
    private boolean noAuth;

    Deployment deployment(String id) {
        return Deployment.builder(id)
                .attachments(attachments())
                .conversationDisconnect(disconnect)
                .authentication(!noAuth)
                .build();
    }

    private AttachmentRules attachments() {
        if (noAttachments) {
            refuseBesideNoAttachments("--max-file-kb", maxFileKb != null);
            refuseBesideNoAttachments("--file-types", !fileTypes.isEmpty());
            return AttachmentRules.off();
        }
        AttachmentRules rules = AttachmentRules.standard();
        Integer kilobytes = maxFileKb;
        if (kilobytes != null && kilobytes < 1) {
            throw Misuse.of(command, "--max-file-kb", "give at least 1, or --no-attachments.");
        }
        for (String type : fileTypes) {
            if (!type.matches("[^\\s/]+/[^\\s/]+")) {
                throw Misuse.of(
                        command,
                        "--file-types",
                        "\"" + type + "\" is no MIME type; give for example image/*,text/plain.");
            }
        }
        rules = kilobytes == null ? rules : rules.upTo(kilobytes);
        return fileTypes.isEmpty() ? rules : rules.allowing(fileTypes.toArray(new String[0]));
    }

    private void refuseBesideNoAttachments(String option, boolean given) {
        if (given) {
            throw Misuse.of(command, option, "it says nothing beside --no-attachments; leave one of them out.");
        }
    }

    /** Reads the mode. */
    static final class DisconnectMode implements ITypeConverter<ConversationDisconnect> {
        @Override
        public ConversationDisconnect convert(String name) {
            return switch (name) {
                case "readonly" -> ConversationDisconnect.READ_ONLY;
                case "send" -> ConversationDisconnect.SEND;
                case "off" -> ConversationDisconnect.OFF;
                default ->
                    throw new TypeConversionException(
                            "There is no mode \"" + name + "\"; choose one of readonly, send, off");
            };
        }
    }
}
