package dev.confab.client.messaging;

import dev.confab.transport.backend.AttachmentSource;
import java.util.Locale;
import kotlinx.io.RawSource;
import org.jspecify.annotations.Nullable;

/** A file that is to be sent, and what its sender says of it. Immutable. */
final class DraftFile {

    private final AttachmentSource original;
    private final String name;
    private final @Nullable String mimeType;
    private final @Nullable AttachmentSource thumbnail;

    DraftFile(AttachmentSource source) {
        this(source, source.getFileName(), source.getContentType(), null);
    }

    private DraftFile(
            AttachmentSource original, String name, @Nullable String mimeType, @Nullable AttachmentSource thumbnail) {
        this.original = original;
        this.name = name;
        this.mimeType = mimeType;
        this.thumbnail = thumbnail;
    }

    AttachmentSource original() {
        return original;
    }

    String name() {
        return name;
    }

    @Nullable
    String mimeType() {
        return mimeType == null ? MediaTypes.ofName(name) : mimeType;
    }

    boolean isVisual() {
        String type = mimeType();
        String lower = type == null ? "" : type.toLowerCase(Locale.ROOT);
        return lower.startsWith("image/") || lower.startsWith("video/");
    }

    /** What a service may refuse where it takes other files. */
    boolean isRich() {
        String type = mimeType();
        return isVisual() || (type != null && type.toLowerCase(Locale.ROOT).startsWith("audio/"));
    }

    DraftFile withName(String name) {
        return new DraftFile(original, name, mimeType, thumbnail);
    }

    DraftFile withMimeType(String mimeType) {
        return new DraftFile(original, name, mimeType, thumbnail);
    }

    DraftFile withThumbnail(@Nullable AttachmentSource thumbnail) {
        return new DraftFile(original, name, mimeType, thumbnail);
    }

    /** What the client gets. */
    AttachmentSource source() {
        AttachmentSource file = new Described();
        return thumbnail == null ? file : AttachmentSource.withThumbnail(file, thumbnail);
    }

    /** The bytes of the original under another name and type. */
    private final class Described implements AttachmentSource {

        @Override
        public String getFileName() {
            return name;
        }

        @Override
        public long getSizeBytes() {
            return original.getSizeBytes();
        }

        @Override
        public @Nullable String getContentType() {
            return mimeType();
        }

        @Override
        public RawSource open() {
            return original.open();
        }
    }
}
