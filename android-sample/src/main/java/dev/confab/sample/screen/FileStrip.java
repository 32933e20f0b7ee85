package dev.confab.sample.screen;

import android.content.Context;
import android.content.res.ColorStateList;
import android.net.Uri;
import android.text.format.Formatter;
import android.view.LayoutInflater;
import android.view.View;
import android.view.ViewGroup;
import android.widget.ImageView;
import android.widget.TextView;
import com.google.android.material.color.MaterialColors;
import com.google.android.material.progressindicator.LinearProgressIndicator;
import dev.confab.sample.R;
import dev.confab.sample.chat.PendingFile;
import dev.confab.transport.model.AttachmentId;
import java.util.List;
import java.util.function.Consumer;

/** The files that will go out with the next message: preview, progress, and a way to take each back. */
final class FileStrip {

    private final View scroll;
    private final ViewGroup strip;
    private final ImageLoader images;
    private final Consumer<AttachmentId> remove;
    private final Consumer<Uri> preview;

    FileStrip(View root, ImageLoader images, Consumer<AttachmentId> remove, Consumer<Uri> preview) {
        scroll = root.findViewById(R.id.tray_scroll);
        strip = root.findViewById(R.id.tray);
        this.images = images;
        this.remove = remove;
        this.preview = preview;
    }

    void show(List<PendingFile> files) {
        scroll.setVisibility(files.isEmpty() ? View.GONE : View.VISIBLE);
        for (int i = 0; i < files.size(); i++) {
            PendingFile file = files.get(i);
            View view = i < strip.getChildCount() ? strip.getChildAt(i) : null;
            // Views stay where they are while the progress grows: a button that is being touched must not go away.
            if (view == null || !file.id().equals(view.getTag())) {
                View made = LayoutInflater.from(strip.getContext()).inflate(R.layout.view_file, strip, false);
                made.setTag(file.id());
                begin(made, file);
                if (view != null) {
                    strip.removeViewAt(i);
                }
                strip.addView(made, i);
                view = made;
            }
            update(view, file);
        }
        strip.removeViews(files.size(), strip.getChildCount() - files.size());
    }

    private void begin(View view, PendingFile file) {
        Context context = view.getContext();
        ((TextView) view.findViewById(R.id.file_name)).setText(file.name());
        View button = view.findViewById(R.id.file_remove);
        button.setContentDescription(context.getString(R.string.action_remove, file.name()));
        button.setOnClickListener(clicked -> remove.accept(file.id()));
        ImageView image = view.findViewById(R.id.file_image);
        String place = file.place();
        if (!file.image() || place == null) {
            image.setScaleType(ImageView.ScaleType.CENTER);
            image.setImageResource(R.drawable.ic_file);
            return;
        }
        int size = context.getResources().getDimensionPixelSize(R.dimen.touch);
        Uri uri = Uri.parse(place);
        image.setBackground(null);
        images.show(
                ImageSources.local(context.getContentResolver(), uri),
                image,
                size,
                size,
                ImageView.ScaleType.CENTER_CROP);
        image.setContentDescription(context.getString(R.string.action_preview, file.name()));
        image.setOnClickListener(clicked -> preview.accept(uri));
    }

    private static void update(View view, PendingFile file) {
        Context context = view.getContext();
        TextView state = view.findViewById(R.id.file_state);
        LinearProgressIndicator progress = view.findViewById(R.id.file_progress);
        boolean underWay = file.stage() == PendingFile.Stage.WAITING || file.stage() == PendingFile.Stage.UPLOADING;
        progress.setVisibility(underWay ? View.VISIBLE : View.GONE);
        progress.setProgressCompat(file.percent(), false);
        state.setText(
                switch (file.stage()) {
                    case WAITING -> context.getString(R.string.file_waiting);
                    case UPLOADING -> context.getString(R.string.file_uploading, file.percent());
                    case READY -> Formatter.formatShortFileSize(context, file.sizeBytes());
                    case FAILED -> file.failure() == null ? "" : Texts.of(context, file.failure());
                });
        boolean failed = file.stage() == PendingFile.Stage.FAILED;
        state.setTextColor(ColorStateList.valueOf(MaterialColors.getColor(
                state,
                failed
                        ? com.google.android.material.R.attr.colorError
                        : com.google.android.material.R.attr.colorOnSurfaceVariant)));
    }
}
