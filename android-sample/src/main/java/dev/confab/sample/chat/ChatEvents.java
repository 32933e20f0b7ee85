package dev.confab.sample.chat;

import dev.confab.client.MessagingListener;
import dev.confab.transport.model.Capability;
import dev.confab.transport.model.CapabilityStatus;
import dev.confab.transport.model.Conversation;
import dev.confab.transport.model.Draft;
import dev.confab.transport.model.Message;
import dev.confab.transport.model.MessagingEvent;
import dev.confab.transport.model.Offer;
import dev.confab.transport.model.ResumeOutcome;
import dev.confab.transport.model.SessionState;
import java.util.Map;

/** Takes what the client tells to the part of the screen that it concerns. */
final class ChatEvents implements MessagingListener {

    private final ChatPresenter presenter;
    private final TypingWatch typing;
    private final OlderMessages older;
    private final Outgoing outgoing;
    private final FileTray tray;
    private final ScreenBuilder builder;
    /** Whether the session stood once since the process began. */
    private boolean opened;

    ChatEvents(
            ChatPresenter presenter,
            TypingWatch typing,
            OlderMessages older,
            Outgoing outgoing,
            FileTray tray,
            ScreenBuilder builder) {
        this.presenter = presenter;
        this.typing = typing;
        this.older = older;
        this.outgoing = outgoing;
        this.tray = tray;
        this.builder = builder;
    }

    @Override
    public void onStateChanged(SessionState oldState, SessionState newState) {
        boolean open = newState instanceof SessionState.Configured || newState instanceof SessionState.ReadOnly;
        if (newState instanceof SessionState.Configured configured && configured.getNewSession()) {
            older.beginAnew();
        } else if (open && !opened) {
            older.wanted(); // a session that was resumed: the store has its token and outbox, the service its messages
        }
        opened |= open;
        if (!open) {
            typing.stop();
        }
        presenter.render();
    }

    @Override
    public void onConversationChanged(Conversation conversation) {
        tray.tidy();
        presenter.render();
    }

    @Override
    public void onDraftChanged(Draft draft) {
        if (outgoing.restored()) {
            presenter.putText(outgoing.text());
        }
        tray.tidy();
        presenter.render();
    }

    @Override
    public void onCapabilitiesChanged(Map<Capability, CapabilityStatus> capabilities) {
        presenter.render();
    }

    @Override
    public void onMessageInserted(Message message) {
        if (!Rows.isOwn(message)) {
            typing.stop();
            presenter.render();
            presenter.heard(Rows.alone(message));
        }
    }

    /** This app joins no call; the guest learns at least that the other side waits for them. */
    @Override
    public void onOffered(MessagingEvent.Offered offered) {
        Offer offer = offered.getOffer();
        if (offer.getStatus() == Offer.Status.OFFERED) {
            boolean video = offer.getKind() == Offer.Kind.VIDEO;
            presenter.tell(Words.of(video ? Phrase.OFFERED_VIDEO : Phrase.OFFERED_SCREEN));
        }
    }

    @Override
    public void onTyping(MessagingEvent.Typing event) {
        typing.heard(event);
    }

    @Override
    public void onResumed(MessagingEvent.Resumed resumed) {
        if (resumed.getOutcome() instanceof ResumeOutcome.Gap) {
            presenter.tell(Words.of(Phrase.GAP));
        }
    }

    @Override
    public void onSessionExpirationNotice(long expiresInSeconds) {
        builder.expiresIn(expiresInSeconds);
        presenter.render();
    }

    @Override
    public void onSessionExpirationNoticeRemoved() {
        builder.expiresNoMore();
        presenter.render();
    }
}
