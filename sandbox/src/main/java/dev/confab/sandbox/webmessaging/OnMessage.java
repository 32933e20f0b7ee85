package dev.confab.sandbox.webmessaging;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.fault.StoreVerdict;
import java.time.Instant;
import java.util.List;

/** {@code onMessage}: takes what a guest says or does (Web Messaging protocol notes §11.3.4). */
final class OnMessage implements Action.InSession {

    /** Bytes of UTF-8, not characters (§10). */
    private static final int MAX_TEXT_BYTES = 4096;

    private final Realm realm;
    private final AgentSide agents;
    private final GuestEvents events;

    OnMessage(Realm realm, AgentSide agents, GuestEvents events) {
        this.realm = realm;
        this.agents = agents;
        this.events = events;
    }

    @Override
    public void answer(Turn turn, Session session) {
        GuestMessage message = GuestMessageReader.read(
                turn.field("message"),
                turn.field("channel"),
                realm.options().wire().lenient());
        if (message instanceof GuestMessage.Malformed malformed) {
            turn.badRequest(malformed.reason());
        } else if (message instanceof GuestMessage.Said said) {
            take(turn, session, said);
        } else if (message instanceof GuestMessage.Done done) {
            take(turn, session, done);
        }
    }

    private void take(Turn turn, Session session, GuestMessage.Said said) {
        int bytes = CustomAttributes.utf8Length(said.textOrEmpty());
        if (bytes > MAX_TEXT_BYTES) {
            turn.refuse(
                    ErrorCodes.MESSAGE_TOO_LONG,
                    "Message too long: length " + bytes + " larger than " + MAX_TEXT_BYTES);
        } else if (!refused(turn, session, said.attributes(), true)) {
            MessageFiles.Found found = MessageFiles.find(realm, session, said);
            if (found instanceof MessageFiles.Refused refusal) {
                turn.refuse(refusal.code(), refusal.text());
            } else if (found instanceof MessageFiles.Ready ready) {
                store(turn, session, said, ready.files());
            }
        }
    }

    private void take(Turn turn, Session session, GuestMessage.Done done) {
        // A conversation that only can be read may still be cleared (§0.2, §1.3).
        boolean needsOpenConversation =
                !done.events().stream().allMatch(event -> event.kind() == GuestEvent.Kind.CLEAR);
        if (!refused(turn, session, done.attributes(), needsOpenConversation)) {
            events.take(turn, session, done);
        }
    }

    private boolean refused(Turn turn, Session session, CustomAttributes attributes, boolean needsOpenConversation) {
        int bytes = attributes.bytes();
        if (bytes > SessionFrames.MAX_CUSTOM_DATA_BYTES) {
            turn.refuse(
                    ErrorCodes.CUSTOM_ATTRIBUTES_TOO_LARGE,
                    "Custom attributes in channel metadata have " + bytes + " bytes, which is larger than "
                            + SessionFrames.MAX_CUSTOM_DATA_BYTES + " bytes");
            return true;
        }
        if (turn.exceeds(session.messageRate(), realm, "Message rate too high for this session")) {
            return true;
        }
        if (needsOpenConversation && session.readOnly()) {
            turn.refuse(ErrorCodes.READ_ONLY, "The conversation is read-only");
            return true;
        }
        return false;
    }

    private void store(Turn turn, Session session, GuestMessage.Said asSent, List<Attachment> files) {
        StoreVerdict verdict = new StoreVerdict();
        realm.faults().storing(session.token(), verdict);
        if (verdict.cutsBefore()) {
            turn.effects().add(new Effect.Cut(turn.connection()));
            return;
        }
        GuestMessage.Said said = MessageFiles.send(realm, session, asSent, files);
        Conversation conversation = session.conversation();
        Instant time = conversation.stamp(realm.now());
        String id = realm.ids().hex();
        String messageId = realm.ids().uuid().toString();
        boolean repliesAsText = realm.options().wire().repliesEchoedAsText();
        ObjectNode entry = MessageFrames.said(said, id, time, messageId, repliesAsText);
        conversation.add(entry);
        session.touch(realm.now());
        realm.journal().stored(session.token(), id, said.textOrEmpty());
        if (verdict.cutsAfter()) {
            turn.effects().add(new Effect.Cut(turn.connection()));
        }
        if (!verdict.suppressesEcho()) {
            String correlationId = realm.ids().uuid().toString();
            Envelope echo = MessageFrames.echo(entry, session.marked(said.metadata()), correlationId, turn.tracingId());
            turn.effects().broadcast(session, MessageFrames.attributed(echo, said.attributes()), realm.echoDue());
        }
        agents.schedule(session, conversation.agent().heard(HeardReader.read(said, files)), turn.effects());
    }
}
