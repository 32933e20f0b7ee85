package dev.confab.sandbox.agent;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.files.FileContent;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something an agent does in a conversation. */
public sealed interface AgentAct {

    /**
     * Says something.
     *
     * @param text what is said
     */
    record Say(String text) implements AgentAct {}

    /**
     * Shows that an answer is being written.
     *
     * @param duration how long the guest should see it
     */
    record Typing(Duration duration) implements AgentAct {}

    /**
     * Shows something to choose from, or anything else that is more than words.
     *
     * @param text words that come with it, or null
     * @param content the parts, in the form of the wire (Web Messaging protocol notes §2.8)
     */
    record Show(@Nullable String text, ArrayNode content) implements AgentAct {}

    /**
     * Lets the guest know of something that is no message, such as an offer of a video call.
     *
     * @param event in the form of the wire (Web Messaging protocol notes §2.7)
     */
    record Signal(ObjectNode event) implements AgentAct {}

    /**
     * Sends a file.
     *
     * @param text words that come with it, or null
     * @param files at least one
     */
    record SendFiles(@Nullable String text, List<OutgoingFile> files) implements AgentAct {
        /**
         * Copies the list.
         *
         * @param text words that come with it, or null
         * @param files at least one
         */
        public SendFiles {
            files = List.copyOf(files);
        }
    }

    /**
     * A file to be sent.
     *
     * @param name its name
     * @param type its MIME type
     * @param content its bytes
     */
    record OutgoingFile(String name, String type, FileContent content) {}

    /** Ends the conversation. */
    record Leave() implements AgentAct {}
}
