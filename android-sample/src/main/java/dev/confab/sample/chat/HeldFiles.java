package dev.confab.sample.chat;

import dev.confab.transport.model.Attachment;
import dev.confab.transport.model.AttachmentId;
import dev.confab.transport.model.Message;
import dev.confab.transport.model.MessagePart;
import dev.confab.transport.model.MessageStatus;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The files of this device that the draft or a message still needs: other apps lend them, and get them back. */
final class HeldFiles {

    private final Map<AttachmentId, PickedFile> files = new HashMap<>();
    /** Those of which the draft may not know yet. */
    private final Set<AttachmentId> beginning = new HashSet<>();

    void hold(AttachmentId id, PickedFile file) {
        files.put(id, file);
        beginning.add(id);
    }

    /** The upload has ended, one way or the other: from now on draft and messages decide. */
    void ended(AttachmentId id) {
        beginning.remove(id);
    }

    @Nullable
    PickedFile get(AttachmentId id) {
        return files.get(id);
    }

    void letGo(AttachmentId id) {
        beginning.remove(id);
        PickedFile file = files.remove(id);
        if (file != null) {
            file.letGo().run();
        }
    }

    /** Lets those go that are neither shown nor on their way. */
    void tidy(List<Attachment> draft, Set<AttachmentId> shown, List<Message> messages) {
        if (files.isEmpty()) {
            return;
        }
        Set<AttachmentId> needed = new HashSet<>(beginning);
        needed.addAll(shown);
        draft.forEach(file -> needed.add(file.getId()));
        for (Message message : messages) {
            if (!message.getStatus().equals(MessageStatus.Sent.INSTANCE)) {
                message.getParts().forEach(part -> {
                    if (part instanceof MessagePart.Attachment file) {
                        needed.add(file.getAttachment().getId());
                    }
                });
            }
        }
        for (AttachmentId id : List.copyOf(files.keySet())) {
            if (!needed.contains(id)) {
                letGo(id);
            }
        }
    }
}
