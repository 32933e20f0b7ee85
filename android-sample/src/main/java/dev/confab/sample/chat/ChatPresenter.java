package dev.confab.sample.chat;

import dev.confab.client.AsyncMessagingClient;
import dev.confab.transport.model.AttachmentId;
import dev.confab.transport.model.MessageId;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TimeZone;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What the conversation screen does. It lives as long as its client, through every rotation; a view comes and goes. All
 * its methods run on the thread of the screen, and so do the callbacks, because the listener is registered with that
 * executor: nothing here needs a lock.
 */
public final class ChatPresenter {

    private final AsyncMessagingClient client;
    private final Executor screen;
    private final TypingWatch typing;
    private final OlderMessages older;
    private final FileTray tray;
    private final Outgoing outgoing;
    private final ScreenBuilder builder;
    private final Answers answers;
    /** What happened while nobody looked; the same sentence is told once. */
    private final Set<Words> untold = new LinkedHashSet<>();

    private @Nullable ChatView view;

    /**
     * @param ticker time on the thread of the screen
     * @param screen runs tasks on that thread, in order
     * @param zone where days begin
     */
    public ChatPresenter(AsyncMessagingClient client, Ticker ticker, Executor screen, TimeZone zone) {
        this.client = client;
        this.screen = screen;
        typing = new TypingWatch(ticker, this::render);
        older = new OlderMessages(client, screen, this::render);
        tray = new FileTray(client, () -> client.conversation().getMessages(), screen, this::tell, this::render);
        outgoing = new Outgoing(client, screen, this::tell, this::putText);
        answers = new Answers(outgoing);
        builder = new ScreenBuilder(client, ticker, zone, this::render);
        var unused = client.addListener(
                new ChatEvents(this, typing, older, outgoing, tray, builder), screen); // ends with the client
    }

    /** Shows everything on a view, from now on. */
    public void attach(ChatView attached) {
        view = attached;
        attached.putText(outgoing.text());
        render();
        untold.forEach(attached::tell);
        untold.clear();
    }

    /** The view goes; unless another one has come already, nothing is shown any more. */
    public void detach(ChatView detached) {
        if (view == detached) {
            view = null;
            builder.rest();
        }
        detached.untold().forEach(this::tell);
    }

    /** Opens the session, also after it failed or ended. */
    public void connect() {
        var unused =
                client.connect().whenCompleteAsync((state, failure) -> render(), screen); // a failure is the state, too
        render();
    }

    /** The button of the banner. */
    public void act(Banner.Action action) {
        switch (action) {
            case TRY_NOW -> client.networkAvailable();
            case CONNECT -> connect();
            case NEW_CHAT -> newChat();
            case SETTINGS -> {
                if (view != null) {
                    view.openSettings();
                }
            }
        }
    }

    /** Begins a new conversation in place of the one that has ended. */
    public void newChat() {
        var unused = client.startNewChat()
                .whenCompleteAsync(
                        (state, failure) -> {
                            if (failure == null) {
                                older.beginAnew();
                                render();
                            } else {
                                tell(Failures.words(failure));
                            }
                        },
                        screen);
    }

    /** The text field has changed. */
    public void typed(String text) {
        outgoing.typed(text);
        render();
    }

    /** Sends what is in the text field, with the files that are ready. */
    public void send() {
        outgoing.send(tray.uploaded());
        putText("");
    }

    /** Sends a message again that failed. */
    public void retry(MessageId message) {
        outgoing.retry(message);
    }

    /** Lets a message go that failed. */
    public void discard(MessageId message) {
        outgoing.discard(message);
    }

    /** What can be chosen instead of typed. */
    public Answers answers() {
        return answers;
    }

    /** Uploads a file for the next message. */
    public void addFile(PickedFile file) {
        tray.add(file);
    }

    /** Stops an upload, or takes its file out of the next message. */
    public void removeFile(AttachmentId file) {
        tray.remove(file);
    }

    /** Somebody looks at the oldest message. */
    public void olderWanted() {
        older.wanted();
    }

    /** Older messages could not be read, and the guest asks again. */
    public void olderAgain() {
        older.again();
    }

    /** A message of the other side has just come in. */
    void heard(Row.Bubble message) {
        if (view != null) {
            view.heard(message);
        }
    }

    /** Tells something that passes; nobody looking, it waits for the next view. */
    public void tell(Words words) {
        if (view != null) {
            view.tell(words);
        } else {
            untold.add(words);
        }
    }

    /** Whether nothing waits to be told. */
    boolean isSilent() {
        return untold.isEmpty();
    }

    void putText(String text) {
        outgoing.typed(text);
        if (view != null) {
            view.putText(text);
        }
        render();
    }

    void render() {
        if (view != null) {
            view.show(builder.build(typing.author(), older.state(), tray.files(), outgoing.text()));
        }
    }
}
