package dev.confab.sample.screen;

import android.net.Uri;
import android.view.View;
import android.widget.ImageView;
import android.widget.TextView;
import androidx.appcompat.app.AppCompatActivity;
import dev.confab.sample.R;
import dev.confab.sample.chat.Author;
import dev.confab.sample.chat.ChatPresenter;
import dev.confab.sample.chat.ChatScreen;
import dev.confab.sample.chat.ChatView;
import dev.confab.sample.chat.Row;
import dev.confab.sample.chat.Words;
import dev.confab.sample.service.ChatSession;
import java.util.List;

/** Draws the conversation screen. Decides nothing: see {@link ChatPresenter}. */
final class ChatScreenView implements ChatView {

    private final AppCompatActivity activity;
    private final View root;
    private final TextView partner;
    private final TextView status;
    private final ImageView avatar;
    private final View empty;
    private final BannerBar banner;
    private final FileStrip files;
    private final Composer composer;
    private final MessageList messages;
    private final Notices notices;
    private Author shown = new Author("", false);

    /** @param pick lets the guest choose files */
    ChatScreenView(AppCompatActivity activity, ChatSession session, Runnable pick) {
        this.activity = activity;
        root = activity.findViewById(R.id.root);
        partner = root.findViewById(R.id.partner);
        status = root.findViewById(R.id.status);
        avatar = root.findViewById(R.id.partner_avatar);
        empty = root.findViewById(R.id.empty);
        notices = new Notices(activity);
        ChatPresenter presenter = session.presenter();
        ImageLoader images = SampleApp.of(activity).images();
        MessageFiles stored = SampleApp.of(activity).messageFiles(session);
        ScreenActions actions = new ScreenActions(activity, presenter, stored, this::tell);
        PartViews parts = new PartViews(new Pictures(images, session, stored), actions);
        banner = new BannerBar(root, presenter::act);
        files = new FileStrip(root, images, presenter::removeFile, this::preview);
        composer = new Composer(root, presenter, pick);
        messages = new MessageList(root, new MessageAdapter(parts, actions), presenter::olderWanted);
    }

    @Override
    public void show(ChatScreen screen) {
        Author author = screen.partner() == null ? Author.UNKNOWN : screen.partner();
        if (!author.equals(shown)) {
            shown = author;
            partner.setText(
                    screen.partner() == null ? activity.getString(R.string.app_name) : Texts.name(activity, author));
            avatar.setImageDrawable(new AvatarDrawable(activity, author));
        }
        String line = Texts.of(activity, screen.status());
        if (!line.contentEquals(status.getText())) {
            status.setText(line); // a live region: what is set is read out
        }
        banner.show(screen.banner());
        files.show(screen.files());
        composer.show(screen);
        messages.show(screen.rows());
        empty.setVisibility(screen.rows().isEmpty() ? View.VISIBLE : View.GONE);
    }

    @Override
    public void putText(String text) {
        composer.putText(text);
    }

    @Override
    public void tell(Words words) {
        notices.tell(Texts.of(activity, words), words);
    }

    @Override
    public List<Words> untold() {
        return notices.untold();
    }

    @Override
    public void heard(Row.Bubble message) {
        String author = Texts.name(activity, message.author());
        root.announceForAccessibility(
                activity.getString(R.string.message_heard, author, PartWords.all(activity, message)));
    }

    @Override
    public void openSettings() {
        activity.startActivity(SettingsActivity.intent(activity));
    }

    private void tell(String words) {
        notices.tell(words, null);
    }

    private void preview(Uri picture) {
        activity.startActivity(PreviewActivity.intent(activity, picture));
    }
}
