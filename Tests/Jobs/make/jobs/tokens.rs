use std::collections::HashMap;

fn index(words: &[&str], table: &HashMap<String, usize>) -> Vec<usize> {
    words.iter().map(|w| *table.get(*w).expect("word is not in the table")).collect()
}

fn main() {
    let table: HashMap<String, usize> = ["deep", "red", "sea"].iter().enumerate().map(|(i, w)| (w.to_string(), i)).collect();
    println!("table of {} words", table.len());
    println!("{:?}", index(&["red", "sea"], &table));
    println!("{:?}", index(&["red", "tide"], &table));
}
