package dev.confab.client.messaging;

import org.jspecify.annotations.Nullable;

/** What is known of a file, and what can be done with it now. */
abstract class AttachmentCapabilities {

    final MessageView message;

    private volatile @Nullable DraftFile draft;
    private volatile dev.confab.transport.model.@Nullable Attachment value;
    private volatile @Nullable Attachment thumbnail;
    private volatile boolean removed;

    AttachmentCapabilities(MessageView message) {
        this.message = message;
    }

    /** What is to be sent; null when the service has it. */
    final @Nullable DraftFile draft() {
        return draft;
    }

    final void setDraft(@Nullable DraftFile draft) {
        this.draft = draft;
    }

    /** What the client has of it; null as long as it does not know it. */
    final dev.confab.transport.model.@Nullable Attachment value() {
        return value;
    }

    final void setValue(dev.confab.transport.model.Attachment value) {
        this.value = value;
    }

    final void setThumbnail(@Nullable Attachment thumbnail) {
        this.thumbnail = thumbnail;
    }

    final void setRemoved() {
        removed = true;
    }

    /**
     * Tells the name.
     *
     * @return the name; of a received file as the service gave it, unchecked; null where it gave none
     */
    public final @Nullable String getName() {
        DraftFile file = draft;
        dev.confab.transport.model.Attachment now = value;
        return file != null ? file.name() : now == null ? null : now.getFileName();
    }

    /**
     * Tells the media type.
     *
     * @return the type, such as {@code image/jpeg}; null where it is not known
     */
    public final @Nullable String getMimeType() {
        DraftFile file = draft;
        dev.confab.transport.model.Attachment now = value;
        return file != null ? file.mimeType() : now == null ? null : now.getContentType();
    }

    /**
     * Tells how large it is.
     *
     * @return bytes; null where the service did not say
     */
    public final @Nullable Long getSize() {
        DraftFile file = draft;
        dev.confab.transport.model.Attachment now = value;
        return file != null ? (Long) file.original().getSizeBytes() : now == null ? null : now.getSizeBytes();
    }

    /**
     * Tells where it stands: as its message.
     *
     * @return the status
     */
    public final ResourceStatus getStatus() {
        return removed ? ResourceStatus.DRAFT_REMOVING : message.getStatus();
    }

    /**
     * Gives its preview.
     *
     * @return a small picture of it; null where there is none
     */
    public final @Nullable Attachment getThumbnail() {
        return thumbnail;
    }

    /**
     * Tells where it can be fetched with the user's credentials; {@link Attachment#download(java.io.File)} does that.
     *
     * @return the address as the service gave it; null for a draft
     */
    public final @Nullable String getDownloadURL() {
        dev.confab.transport.model.Attachment now = value;
        return draft != null || now == null ? null : now.getUrl();
    }

    /**
     * Changing the name.
     *
     * @return whether that is possible now, live
     */
    public final Capability getUpdateNameCapability() {
        return ofDraft(true);
    }

    /**
     * Changing the media type.
     *
     * @return whether that is possible now, live
     */
    public final Capability getUpdateMimeTypeCapability() {
        return ofDraft(true);
    }

    /**
     * Taking it out of its message.
     *
     * @return whether that is possible now, live
     */
    public final Capability getRemoveCapability() {
        return ofDraft(true);
    }

    /**
     * Giving it a preview.
     *
     * @return whether that is possible now, live
     */
    public final Capability getCreateThumbnailCapability() {
        return ofDraft(false);
    }

    /**
     * Taking its preview away.
     *
     * @return whether that is possible now, live
     */
    public final Capability getRemoveThumbnailCapability() {
        return new Capability(message.board, () -> draftAllowance().when(thumbnail != null, "It has no preview."));
    }

    /**
     * Fetching it.
     *
     * @return whether that is possible now, live
     */
    public final Capability getDownloadCapability() {
        return new Capability(message.board, () -> Allowance.ALLOWED
                .when(getDownloadURL() != null, "The file is a draft, or the service tells no address of it.")
                .when(message.board.isAvailable(), "There is no connection."));
    }

    private Capability ofDraft(boolean ofAnyKind) {
        return new Capability(message.board, () -> {
            DraftFile file = draft;
            return draftAllowance()
                    .when(ofAnyKind || file == null || file.isVisual(), "Only pictures and videos have a preview.");
        });
    }

    final Allowance draftAllowance() {
        return Allowance.ALLOWED.when(
                draft != null && !removed && message.getStatus().isEditable(), MessageCapabilities.NO_DRAFT);
    }
}
