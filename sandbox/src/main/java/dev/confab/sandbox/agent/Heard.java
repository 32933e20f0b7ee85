package dev.confab.sandbox.agent;

import dev.confab.sandbox.files.FileContent;
import java.util.List;

/**
 * What a guest said at one time.
 *
 * @param text the words, empty when there were none
 * @param choices what was chosen from something the agent showed
 * @param files what came along
 */
public record Heard(String text, List<Choice> choices, List<ReceivedFile> files) {

    /**
     * Copies the lists.
     *
     * @param text the words, empty when there were none
     * @param choices what was chosen from something the agent showed
     * @param files what came along
     */
    public Heard {
        choices = List.copyOf(choices);
        files = List.copyOf(files);
    }

    /**
     * Mere words.
     *
     * @param text the words
     * @return what was heard
     */
    public static Heard words(String text) {
        return new Heard(text, List.of(), List.of());
    }

    /**
     * Tells the words, or the label of what was chosen without words.
     *
     * @return the words, perhaps empty
     */
    public String wordsOrLabel() {
        return text.isEmpty() && !choices.isEmpty() ? choices.get(0).text() : text;
    }

    /**
     * Something chosen, or an answer in a form.
     *
     * @param type the kind of what it was chosen from, for example {@code QuickReply}
     * @param text the label
     * @param payload what stands behind the label
     * @param field the id of the field of a form, empty when it was no form
     */
    public record Choice(String type, String text, String payload, String field) {}

    /**
     * A file of the guest.
     *
     * @param name its name
     * @param type its MIME type
     * @param sha256 the digest of its bytes in lower-case hex
     * @param content its bytes
     */
    public record ReceivedFile(String name, String type, String sha256, FileContent content) {}
}
