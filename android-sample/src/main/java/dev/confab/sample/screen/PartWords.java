package dev.confab.sample.screen;

import android.content.Context;
import dev.confab.sample.R;
import dev.confab.sample.chat.Row;
import dev.confab.transport.model.Attachment;
import dev.confab.transport.model.MessagePart;
import dev.confab.transport.model.Prompt;
import dev.confab.transport.model.QuickReply;
import dev.confab.transport.model.Reaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the parts of a message say in words: as they are read out, and as they are shown where they have no other form. */
final class PartWords {

    private PartWords() {}

    /** All of a message. */
    static String all(Context context, Row.Bubble row) {
        List<String> all = new ArrayList<>();
        add(all, row.text());
        for (MessagePart part : row.parts()) {
            boolean said =
                    part instanceof MessagePart.QuickReplies && !row.text().isEmpty();
            add(all, said ? null : of(context, part));
        }
        return all.isEmpty() ? context.getString(R.string.message_unknown) : String.join("\n", all);
    }

    /** One part; null: it is among the words of the message already. */
    static @Nullable String of(Context context, MessagePart part) {
        if (part instanceof MessagePart.Attachment file) {
            boolean picture = isPicture(file.getAttachment());
            return context.getString(
                    picture ? R.string.picture_named : R.string.file_named, name(context, file.getAttachment()));
        } else if (part instanceof MessagePart.Card card) {
            return join(card.getTitle(), card.getDescription());
        } else if (part instanceof MessagePart.Carousel carousel) {
            List<String> cards = new ArrayList<>();
            carousel.getCards().forEach(card -> add(cards, join(card.getTitle(), card.getDescription())));
            return String.join("\n", cards);
        } else if (part instanceof MessagePart.DatePicker picker) {
            return join(picker.getTitle(), picker.getSubtitle());
        } else if (part instanceof MessagePart.ListPicker picker) {
            return prompt(picker.getReceived());
        } else if (part instanceof MessagePart.QuickReplies replies) {
            return replies.getTitle() != null ? replies.getTitle() : texts(replies.getReplies());
        } else if (part instanceof MessagePart.Form form) {
            String asked = prompt(form.getIntroduction() == null ? form.getReceived() : form.getIntroduction());
            return (asked == null ? "" : asked + "\n") + context.getString(R.string.message_form);
        } else if (part instanceof MessagePart.Reactions reactions) {
            List<String> names = new ArrayList<>();
            for (Reaction reaction : reactions.getReactions()) {
                names.add(reaction.getType());
            }
            return context.getString(R.string.message_reaction, String.join(", ", names));
        } else if (part instanceof MessagePart.Unknown unknown) {
            return context.getString(R.string.message_unknown_kind, unknown.getType());
        }
        return null;
    }

    static boolean isPicture(Attachment file) {
        String type = file.getContentType() == null ? "" : file.getContentType().toLowerCase(Locale.ROOT);
        return type.startsWith("image/") || "Image".equalsIgnoreCase(file.getMediaType());
    }

    static String name(Context context, Attachment file) {
        return file.getFileName() == null ? context.getString(R.string.file_unnamed) : file.getFileName();
    }

    private static @Nullable String prompt(@Nullable Prompt prompt) {
        return prompt == null ? null : join(prompt.getTitle(), prompt.getSubtitle());
    }

    private static String texts(List<QuickReply> replies) {
        List<String> texts = new ArrayList<>();
        replies.forEach(reply -> texts.add(reply.getText()));
        return String.join(", ", texts);
    }

    private static @Nullable String join(@Nullable String one, @Nullable String other) {
        List<String> both = new ArrayList<>();
        add(both, one);
        add(both, other);
        return both.isEmpty() ? null : String.join(", ", both);
    }

    private static void add(List<String> all, @Nullable String words) {
        if (words != null && !words.isEmpty()) {
            all.add(words);
        }
    }
}
