package dev.confab.sample.screen;

import android.content.ActivityNotFoundException;
import android.content.ClipData;
import android.content.ClipboardManager;
import android.content.Intent;
import android.net.Uri;
import android.os.Build;
import androidx.appcompat.app.AppCompatActivity;
import androidx.core.content.ContextCompat;
import androidx.core.content.FileProvider;
import dev.confab.sample.R;
import dev.confab.sample.chat.ChatPresenter;
import dev.confab.sample.chat.Failures;
import dev.confab.transport.model.Attachment;
import dev.confab.transport.model.CardAction;
import dev.confab.transport.model.Link;
import dev.confab.transport.model.MessageId;
import dev.confab.transport.model.MessagePart;
import dev.confab.transport.model.QuickReply;
import java.io.File;
import java.util.Locale;
import java.util.function.Consumer;

/** Does what the rows of the list ask for: some by the presenter, some by other apps. */
final class ScreenActions implements MessageActions {

    private final AppCompatActivity activity;
    private final ChatPresenter presenter;
    private final MessageFiles files;
    private final Consumer<String> tell;

    ScreenActions(AppCompatActivity activity, ChatPresenter presenter, MessageFiles files, Consumer<String> tell) {
        this.activity = activity;
        this.presenter = presenter;
        this.files = files;
        this.tell = tell;
    }

    @Override
    public void retry(MessageId message) {
        presenter.retry(message);
    }

    @Override
    public void discard(MessageId message) {
        presenter.discard(message);
    }

    @Override
    public void choose(MessageId to, QuickReply reply) {
        presenter.answers().choose(to, reply);
    }

    @Override
    public void press(MessageId to, CardAction.Postback button) {
        presenter.answers().press(to, button);
    }

    @Override
    public void openDates(MessageId to, MessagePart.DatePicker picker) {
        DateDialog.show(activity, to, picker);
    }

    @Override
    public void openList(MessageId to, MessagePart.ListPicker picker) {
        ListDialog.show(activity, to, picker);
    }

    /** The library says which addresses may be opened; only those have one. */
    @Override
    public void openLink(Link link) {
        String address = link.getAddress();
        if (address != null) {
            String action = link.getScheme() == Link.Scheme.TEL ? Intent.ACTION_DIAL : Intent.ACTION_VIEW;
            start(new Intent(action, Uri.parse(address)), R.string.no_app);
        }
    }

    @Override
    public void copy(String words) {
        ClipboardManager clipboard = activity.getSystemService(ClipboardManager.class);
        clipboard.setPrimaryClip(ClipData.newPlainText(activity.getString(R.string.message_hint), words));
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.TIRAMISU) { // from there on the system says so
            tell.accept(activity.getString(R.string.copied));
        }
    }

    @Override
    public void openFile(Attachment file) {
        String name = file.getFileName() == null ? activity.getString(R.string.file_unnamed) : file.getFileName();
        tell.accept(activity.getString(R.string.file_loading, name));
        var unused = files.load(file)
                .whenCompleteAsync(
                        (loaded, failure) -> {
                            if (failure != null) {
                                presenter.tell(Failures.words(failure));
                            } else if (!activity.isFinishing() && !activity.isDestroyed()) {
                                view(file, loaded); // else it is there when it is touched again
                            }
                        },
                        ContextCompat.getMainExecutor(activity));
    }

    @Override
    public void olderAgain() {
        presenter.olderAgain();
    }

    private void view(Attachment file, File loaded) {
        String type =
                file.getContentType() == null ? "*/*" : file.getContentType().toLowerCase(Locale.ROOT);
        if (type.startsWith("image/")) {
            activity.startActivity(PreviewActivity.intent(activity, Uri.fromFile(loaded)));
            return;
        }
        Uri shared = FileProvider.getUriForFile(activity, activity.getPackageName() + ".files", loaded);
        Intent intent = new Intent(Intent.ACTION_VIEW)
                .setDataAndType(shared, type)
                .addFlags(Intent.FLAG_GRANT_READ_URI_PERMISSION);
        start(intent, R.string.file_no_app);
    }

    private void start(Intent intent, int missing) {
        try {
            activity.startActivity(intent);
        } catch (ActivityNotFoundException nobody) {
            tell.accept(activity.getString(missing));
        }
    }
}
